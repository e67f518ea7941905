package org.comosix.appliance.dhcp;

import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * A network interface of ours.
 *
 * @param name as the kernel calls it, {@code eth1}
 * @param addresses its own IPv4 addresses, at least one; the first is the primary one
 */
public record ServedInterface(String name, List<Ipv4Address> addresses) {

  public ServedInterface {
    addresses = List.copyOf(addresses);
    if (addresses.isEmpty()) {
      throw new IllegalArgumentException(
          name + " has no IPv4 address; DHCP needs one as server identifier");
    }
  }
}
