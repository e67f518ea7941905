package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.lease.AdoptedLease.Verdict;

/**
 * Takes in what another server knew. What is known here is never replaced by something older, and
 * no client loses a lease that it has here.
 */
final class LeaseAdoption {

  private final LeaseLedger ledger;
  private final LeaseNames names;
  private final LeaseBatch batch;

  LeaseAdoption(LeaseLedger ledger, LeaseNames names, LeaseBatch batch) {
    this.ledger = ledger;
    this.names = names;
    this.batch = batch;
  }

  AdoptedLease adopt(Lease lease, LeaseScope link, Instant now) {
    Optional<Lease> here = ledger.at(lease.address());
    Optional<Verdict> against = here.flatMap(known -> against(lease, known, now));
    if (against.isPresent()) {
      return new AdoptedLease(against.get(), here.get());
    }
    Optional<Lease> other = otherLease(lease, link, now);
    if (other.isPresent()) {
      return new AdoptedLease(Verdict.CLIENT_HAS_ANOTHER, other.get());
    }
    Lease named =
        lease.isActiveAt(now)
            ? lease.name().map(name -> lease.named(names.insteadOf(name, lease, now))).orElse(lease)
            : lease;
    batch.stage(kind(named), named);
    return new AdoptedLease(Verdict.TAKEN, named);
  }

  private static Optional<Verdict> against(Lease lease, Lease here, Instant now) {
    boolean same = here.client().equals(lease.client());
    if (here.state() == LeaseState.DECLINED && now.isBefore(here.end())) {
      return Optional.of(Verdict.QUARANTINED);
    }
    if (here.isActiveAt(now) && !same) {
      return Optional.of(Verdict.HELD_BY_ANOTHER);
    }
    boolean newer = lease.lastMessage().isAfter(here.lastMessage());
    boolean longer = same && here.isActiveAt(now) && lease.end().isAfter(here.end());
    return longer || (newer && !here.isActiveAt(now))
        ? Optional.empty()
        : Optional.of(Verdict.KNOWN);
  }

  /** Only what is active there can be in the way of what is active here. */
  private Optional<Lease> otherLease(Lease lease, LeaseScope link, Instant now) {
    return lease.isActiveAt(now)
        ? ledger.of(lease.client()).stream()
            .filter(other -> other.isActiveAt(now) && link.contains(other.address()))
            .filter(other -> !other.address().equals(lease.address()))
            .findFirst()
        : Optional.empty();
  }

  private static LeaseEvent.Kind kind(Lease lease) {
    return switch (lease.state()) {
      case OFFERED, BOUND -> LeaseEvent.Kind.BOUND;
      case RELEASED -> LeaseEvent.Kind.RELEASED;
      case EXPIRED -> LeaseEvent.Kind.EXPIRED;
      case DECLINED -> LeaseEvent.Kind.DECLINED;
    };
  }
}
