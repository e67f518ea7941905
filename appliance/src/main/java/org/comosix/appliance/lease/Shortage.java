package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import org.comosix.appliance.domain.Ipv4Address;

/** What is different while a pool is short, for machines that nobody knows. Changes nothing. */
final class Shortage {

  private final PoolUse use;
  private final LeaseRules rules;
  private final LeaseLimits limits;
  private final long machinesToCome;

  Shortage(PoolUse use, LeaseRules rules, Reservations reservations, LeaseLimits limits) {
    this.use = use;
    this.rules = rules;
    this.limits = limits;
    this.machinesToCome = reservations.machinesWithoutAddress();
  }

  /** The claim, without the pools of which the rest is kept from this client. */
  LeaseClaim openTo(LeaseClaim claim, Instant now) {
    return !keepsTheRestOfOne(claim.scope()) || isKnown(claim, now)
        ? claim
        : claim.within(claim.scope().drawingFrom(pool -> !keepsTheRest(pool)));
  }

  /** The pool of this address is short, and the client is nobody for whom it is there. */
  boolean isFeltBy(LeaseClaim claim, Ipv4Address address, Instant now) {
    return use.isShort(address, LeaseLimits.SHORT_PERCENT) && !isKnown(claim, now);
  }

  /** Whole seconds. */
  Duration leaseTime(LeaseClaim claim, Ipv4Address address, Instant now) {
    boolean full =
        claim.leaseTime().compareTo(limits.shortLeaseTime()) <= 0 || !isFeltBy(claim, address, now);
    return full ? claim.leaseTime() : limits.shortLeaseTime();
  }

  private boolean keepsTheRestOfOne(LeaseScope scope) {
    for (AddressPool pool : scope.pools()) {
      if (keepsTheRest(pool)) {
        return true;
      }
    }
    return false;
  }

  private boolean keepsTheRest(AddressPool pool) {
    return use.keepsTheRest(pool, limits.reservePercent(), machinesToCome);
  }

  /** Of the inventory, here now, or here long enough ago. */
  private boolean isKnown(LeaseClaim claim, Instant now) {
    return claim.isOfTheInventory()
        || rules
            .own(claim)
            .filter(
                lease ->
                    lease.isActiveAt(now)
                        || lease.lastMessage().plus(LeaseLimits.KNOWN_SINCE).isBefore(now))
            .isPresent();
  }
}
