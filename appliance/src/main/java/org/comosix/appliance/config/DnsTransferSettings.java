package org.comosix.appliance.config;

import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Who may copy our zones.
 *
 * @param keys names of keys; a transfer must be signed with one of them
 * @param secondaries those that are told of changes, at port 53
 */
public record DnsTransferSettings(List<String> keys, List<Ipv4Address> secondaries) {

  /** Nobody. */
  public static final DnsTransferSettings NONE = new DnsTransferSettings(List.of(), List.of());

  public static final int MOST_SECONDARIES = 16;

  public DnsTransferSettings {
    keys = List.copyOf(keys);
    secondaries = List.copyOf(secondaries);
    if (secondaries.size() > MOST_SECONDARIES) {
      throw new IllegalArgumentException("at most " + MOST_SECONDARIES + " secondaries are told");
    }
  }
}
