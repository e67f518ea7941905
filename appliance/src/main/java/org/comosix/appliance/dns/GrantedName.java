package org.comosix.appliance.dns;

import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NodeName;

/**
 * What the zones say of one machine.
 *
 * @param name without prefix
 * @param address where the name leads
 * @param addresses those that lead back, {@code address} among them
 */
record GrantedName(NodeName name, Ipv4Address address, Set<Ipv4Address> addresses) {

  GrantedName {
    addresses = Set.copyOf(addresses);
  }
}
