package org.comosix.appliance.dhcp;

import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.lease.LeaseClaim;

/** Whether an address may be offered already. Asked on the DHCP thread; never waits. */
@FunctionalInterface
public interface OfferGuard {

  /** Every address, at once. */
  OfferGuard ADMITS_ALL = (query, claim, address) -> true;

  /**
   * False when that is being found out: the guard keeps the query, and it is decided again as soon
   * as it is known.
   */
  boolean admits(DhcpQuery query, LeaseClaim claim, Ipv4Address address);
}
