package org.comosix.appliance.lease.exchange;

import org.comosix.appliance.domain.Ipv4Address;

/** What is said of a lease without end. */
final class Endless {

  private Endless() {}

  static Finding lease(Place place, Ipv4Address address) {
    return new Finding(
        place,
        Finding.Reason.WITHOUT_END,
        address
            + " was leased for ever: its client will not ask again, and here it ends in "
            + ForeignLease.LONGEST.toDays()
            + " days; reserve the address in appliance.toml");
  }
}
