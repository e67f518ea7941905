package org.comosix.appliance.dns;

import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * What the zones say of one machine.
 *
 * @param name without prefix, and as what it is served
 * @param address where the name leads
 * @param addresses those that lead back, {@code address} among them
 */
record GrantedName(ServedName name, Ipv4Address address, Set<Ipv4Address> addresses) {

  GrantedName {
    addresses = Set.copyOf(addresses);
  }
}
