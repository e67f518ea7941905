package org.comosix.appliance.dns;

import java.util.LinkedHashSet;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * What the zones say of one machine.
 *
 * @param name without prefix, and as what it is served
 * @param address where the name leads; leads back
 * @param others further addresses that lead back; most machines have none
 */
record GrantedName(ServedName name, Ipv4Address address, Set<Ipv4Address> others)
    implements ZoneContent {

  GrantedName {
    others = Set.copyOf(others);
  }

  /** All that lead back. */
  Set<Ipv4Address> addresses() {
    if (others.isEmpty()) {
      return Set.of(address);
    }
    Set<Ipv4Address> all = new LinkedHashSet<>(others);
    all.add(address);
    return all;
  }
}
