package org.comosix.appliance.dns;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.dns.accept.UpdatePolicy;
import org.comosix.appliance.domain.TsigKey;

/**
 * Who is known by a key, who may copy the zones, and who may change them.
 *
 * @param keys those that queries may be signed with
 * @param transferKeys the names of those that a zone transfer may be signed with
 * @param secondaries who is told of changes
 * @param updates what may be changed, by whom
 */
public record ZoneAccess(
    List<TsigKey> keys,
    Set<String> transferKeys,
    List<InetSocketAddress> secondaries,
    UpdatePolicy updates) {

  /** No key is known, and nobody gets a copy. */
  public static final ZoneAccess NONE = new ZoneAccess(List.of(), Set.of(), List.of());

  public ZoneAccess {
    keys = List.copyOf(keys);
    transferKeys = Set.copyOf(transferKeys);
    secondaries = List.copyOf(secondaries);
  }

  /** Nobody may change them. */
  public ZoneAccess(
      List<TsigKey> keys, Set<String> transferKeys, List<InetSocketAddress> secondaries) {
    this(keys, transferKeys, secondaries, UpdatePolicy.NOBODY);
  }
}
