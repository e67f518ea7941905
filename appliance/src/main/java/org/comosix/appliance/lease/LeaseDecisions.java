package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.LeaseDecision.Bound;
import org.comosix.appliance.lease.LeaseDecision.Reason;
import org.comosix.appliance.lease.LeaseDecision.Refused;
import org.comosix.appliance.lease.LeaseDecision.Unknown;

/**
 * What is decided about each message while the disk is well; {@link LeaseBook} says what the
 * methods mean.
 */
final class LeaseDecisions {

  /** Longer than any client waits between OFFER and REQUEST; iPXE takes up to ten seconds. */
  private static final Duration OFFER_TIME = Duration.ofSeconds(30);

  /** How long an address that a client found in use is kept from everyone. */
  private static final Duration QUARANTINE = Duration.ofHours(1);

  private final LeaseLedger ledger;
  private final LeaseBatch batch;
  private final LeaseRules rules;
  private final LeaseNames names;
  private final Shortage shortage;

  LeaseDecisions(
      LeaseLedger ledger, LeaseBatch batch, LeaseRules rules, LeaseNames names, Shortage shortage) {
    this.ledger = ledger;
    this.batch = batch;
    this.rules = rules;
    this.names = names;
    this.shortage = shortage;
  }

  Optional<Ipv4Address> offer(LeaseClaim asked, Instant now) {
    LeaseClaim claim = shortage.openTo(asked, now);
    Optional<Ipv4Address> address =
        claim
            .reserved()
            .filter(reserved -> rules.isAvailable(reserved, claim, now))
            .or(() -> rules.own(claim).map(Lease::address).filter(canHave(claim, now)))
            .or(() -> ledger.offers().of(claim.client()).filter(canHave(claim, now)))
            .or(() -> claim.requested().filter(canHave(claim, now)))
            .or(() -> ledger.longestFree(claim, now, rules::isForAnyone))
            .or(() -> ledger.offers().oldest(offered -> rules.canShare(offered, claim, now)));
    address.ifPresent(
        offered ->
            ledger.offers().add(claim.client(), offered, now.plus(OFFER_TIME).getEpochSecond()));
    return address;
  }

  private Predicate<Ipv4Address> canHave(LeaseClaim claim, Instant now) {
    return address -> rules.canHave(address, claim, now);
  }

  LeaseDecision bindOffered(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    if (rules.belongsElsewhere(claim, wanted, now)) {
      return new Refused(Reason.NOT_YOURS);
    }
    return bindIfPossible(claim, wanted, now);
  }

  LeaseDecision confirm(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    if (rules.belongsElsewhere(claim, wanted, now)) {
      return new Refused(Reason.NOT_YOURS);
    }
    boolean known = rules.isOwn(wanted, claim) || claim.reserved().equals(Optional.of(wanted));
    if (known) {
      return bindIfPossible(claim, wanted, now);
    }
    if (rules.own(claim).isPresent()) {
      return new Refused(Reason.NOT_YOURS);
    }
    return rules.heldByAnother(wanted, claim, now)
        ? new Refused(Reason.HELD_BY_ANOTHER)
        : new Unknown();
  }

  LeaseDecision extend(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    if (rules.isOwn(wanted, claim)) {
      boolean active = rules.isActive(wanted, now);
      return active ? bind(claim, wanted, now) : bindIfPossible(claim, wanted, now);
    }
    return rules.heldByAnother(wanted, claim, now)
        ? new Refused(Reason.HELD_BY_ANOTHER)
        : new Unknown();
  }

  boolean release(ClientId client, Ipv4Address address, Instant now) {
    Optional<Lease> lease =
        ledger.at(address).filter(held -> held.isOf(client)).filter(held -> held.isActiveAt(now));
    lease.ifPresent(held -> stageRelease(held, now));
    return lease.isPresent();
  }

  Optional<Lease> end(Ipv4Address address, Instant now) {
    Optional<Lease> lease = ledger.at(address).filter(held -> held.isActiveAt(now));
    lease.ifPresent(held -> stageRelease(held, now));
    return lease;
  }

  boolean decline(LeaseClaim claim, Ipv4Address address, Instant now) {
    boolean offered = ledger.offers().of(claim.client()).equals(Optional.of(address));
    boolean bound = rules.isActive(address, now);
    if (!offered && !(bound && rules.isOwn(address, claim))) {
      return false;
    }
    ledger.offers().remove(claim.client());
    batch.stage(
        LeaseEvent.Kind.DECLINED,
        new Lease(
            address,
            claim.client(),
            claim.mac(),
            Optional.empty(),
            LeaseState.DECLINED,
            now,
            now.plus(QUARANTINE),
            now,
            claim.role()));
    endExcessQuarantine(address, now);
    return true;
  }

  /** Whoever takes addresses only to decline them gets a part of the pool, not all of it. */
  private void endExcessQuarantine(Ipv4Address declined, Instant now) {
    ledger
        .use()
        .excessQuarantine(declined, LeaseLimits.QUARANTINE_PERCENT)
        .flatMap(ledger::at)
        .ifPresent(
            oldest -> batch.stage(LeaseEvent.Kind.EXPIRED, oldest.ended(LeaseState.EXPIRED, now)));
  }

  boolean quarantine(Ipv4Address address, MacAddress user, Instant now) {
    if (rules.isActive(address, now) || rules.isQuarantined(address, now)) {
      return false;
    }
    batch.stage(
        LeaseEvent.Kind.DECLINED,
        new Lease(
            address,
            ClientId.of(user),
            user,
            Optional.empty(),
            LeaseState.DECLINED,
            now,
            now.plus(QUARANTINE),
            now,
            MachineRole.HOST));
    return true;
  }

  private LeaseDecision bindIfPossible(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    if (!rules.isAvailable(wanted, claim, now)) {
      return new Refused(Reason.HELD_BY_ANOTHER);
    }
    if (!rules.isGivenOut(wanted, claim)) {
      return new Refused(Reason.NOT_GIVEN_OUT);
    }
    return rules.isGivenOut(wanted, shortage.openTo(claim, now))
        ? bind(claim, wanted, now)
        : new Refused(Reason.KEPT_FOR_KNOWN);
  }

  private LeaseDecision bind(LeaseClaim claim, Ipv4Address address, Instant now) {
    ledger.offers().remove(claim.client());
    Duration time = shortage.leaseTime(claim, address, now);
    NodeName name = names.nameFor(claim, now);
    names
        .otherHolder(name, claim.role(), claim.client(), now)
        .ifPresent(other -> rename(other, name, now));
    rules
        .own(claim)
        .filter(lease -> lease.isActiveAt(now) && !lease.address().equals(address))
        .ifPresent(lease -> stageRelease(lease, now));
    boolean renewed = rules.isOwn(address, claim) && rules.isActive(address, now);
    Lease lease =
        new Lease(
            address,
            claim.client(),
            claim.mac(),
            Optional.of(name),
            LeaseState.BOUND,
            now,
            now.plus(time),
            now,
            claim.role());
    batch.stage(renewed ? LeaseEvent.Kind.RENEWED : LeaseEvent.Kind.BOUND, lease);
    return new Bound(lease, time);
  }

  /** The inventory gave this machine's name to another one, which is here now. */
  private void rename(Lease lease, NodeName lost, Instant now) {
    batch.stage(LeaseEvent.Kind.RENEWED, lease.named(names.insteadOf(lost, lease, now)));
  }

  private void stageRelease(Lease lease, Instant now) {
    batch.stage(LeaseEvent.Kind.RELEASED, lease.ended(LeaseState.RELEASED, now));
  }
}
