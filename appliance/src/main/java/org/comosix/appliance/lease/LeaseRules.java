package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;

/** Which address a client may have, by what is leased, offered and reserved. Changes nothing. */
final class LeaseRules {

  private final LeaseLedger ledger;
  private final Offers offers;
  private final Reservations reservations;

  LeaseRules(LeaseLedger ledger, Reservations reservations) {
    this.ledger = ledger;
    this.offers = ledger.offers();
    this.reservations = reservations;
  }

  /** It has a reservation it could have, and this is not it. */
  boolean belongsElsewhere(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    return claim
        .reserved()
        .filter(reserved -> !reserved.equals(wanted) && isAvailable(reserved, claim, now))
        .isPresent();
  }

  boolean canHave(Ipv4Address address, LeaseClaim claim, Instant now) {
    return claim.scope().contains(address)
        && isAvailable(address, claim, now)
        && isGivenOut(address, claim);
  }

  /** To this client at all, whoever has it now. */
  boolean isGivenOut(Ipv4Address address, LeaseClaim claim) {
    return claim.reserved().equals(Optional.of(address))
        || (claim.scope().draws(address) && isForAnyone(address));
  }

  boolean isForAnyone(Ipv4Address address) {
    return !reservations.isReserved(address);
  }

  /** Neither bound to another, nor offered to another, nor in quarantine. */
  boolean isAvailable(Ipv4Address address, LeaseClaim claim, Instant now) {
    return isUnbound(address, claim, now) && !offers.isToAnother(address, claim.client());
  }

  /** Whether it may be offered to this client though it is offered to another. */
  boolean canShare(Ipv4Address address, LeaseClaim claim, Instant now) {
    return claim.scope().draws(address) && isUnbound(address, claim, now) && isForAnyone(address);
  }

  private boolean isUnbound(Ipv4Address address, LeaseClaim claim, Instant now) {
    return !isQuarantined(address, now) && !heldByAnother(address, claim, now);
  }

  boolean isQuarantined(Ipv4Address address, Instant now) {
    return ledger
        .at(address)
        .filter(lease -> lease.state() == LeaseState.DECLINED && now.isBefore(lease.end()))
        .isPresent();
  }

  boolean heldByAnother(Ipv4Address address, LeaseClaim claim, Instant now) {
    return ledger
        .at(address)
        .filter(lease -> lease.isActiveAt(now) && !lease.isOf(claim.client()))
        .isPresent();
  }

  /** The client had it last, and it may still have it. */
  boolean isOwn(Ipv4Address address, LeaseClaim claim) {
    return own(address, claim).isPresent();
  }

  /** The client's last lease of this address, over or not. */
  Optional<Lease> own(Ipv4Address address, LeaseClaim claim) {
    return ledger
        .at(address)
        .filter(lease -> lease.isOf(claim.client()))
        .filter(lease -> lease.state() != LeaseState.DECLINED);
  }

  boolean isActive(Ipv4Address address, Instant now) {
    return ledger.at(address).filter(lease -> lease.isActiveAt(now)).isPresent();
  }

  /** The client's last lease on this link, over or not; an active one before others. */
  Optional<Lease> own(LeaseClaim claim) {
    Optional<Lease> last = Optional.empty();
    for (Lease lease : ledger.of(claim.client())) {
      boolean here =
          lease.state() != LeaseState.DECLINED && claim.scope().contains(lease.address());
      if (here && (last.isEmpty() || lease.end().isAfter(last.get().end()))) {
        last = Optional.of(lease);
      }
    }
    return last;
  }
}
