package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.LeaseState;

/**
 * What becomes of leases when the clock is set.
 *
 * <p>Those given since the start were dated by the clock that was wrong, and are dated anew, so
 * that each lasts as long as its client was told. Those from before the start are left as they are:
 * what dated them was the clock of then. Some of them ended too early where the clock was ahead,
 * and come back when it is set back.
 */
final class ClockSetting {

  /** Clients' clocks differ from ours by more. */
  private static final Duration TOLERATED = Duration.ofMinutes(1);

  private final LeaseLedger ledger;
  private final LeaseClock clock;
  private Instant start;
  private Instant newestRecord = Instant.EPOCH;

  /** What the clock was set by and leases were not yet, since the disk refused. */
  private Duration pending = Duration.ZERO;

  ClockSetting(LeaseLedger ledger, LeaseClock clock) {
    this.ledger = ledger;
    this.clock = clock;
    this.start = clock.instant();
  }

  /** After the journal was read. */
  void started() {
    start = clock.instant();
    newestRecord =
        ledger.all().stream()
            .map(Lease::lastMessage)
            .max(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
  }

  /** While the clock is behind what was written before. */
  Optional<String> problem() {
    Instant now = clock.instant();
    return newestRecord.isAfter(now.plus(TOLERATED))
        ? Optional.of("the clock says " + now + ", but leases were written at " + newestRecord)
        : Optional.empty();
  }

  /** Whether leases wait for {@link #redated}. */
  boolean isPending() {
    pending = pending.plus(clock.jump());
    return !pending.isZero();
  }

  /** Changes to be made durable; then {@link #done}. */
  List<LeaseEvent> redated() {
    Instant before = clock.instant().minus(pending);
    return ledger.all().stream()
        .filter(lease -> !lease.start().isBefore(start) && !lease.start().isAfter(before))
        .filter(lease -> before.isBefore(lease.end()))
        .filter(lease -> lease.state() != LeaseState.RELEASED)
        .map(lease -> event(lease.movedBy(pending)))
        .toList();
  }

  private static LeaseEvent event(Lease lease) {
    return new LeaseEvent(
        lease.state() == LeaseState.DECLINED ? LeaseEvent.Kind.DECLINED : LeaseEvent.Kind.RENEWED,
        lease);
  }

  void done() {
    start = start.plus(pending);
    pending = Duration.ZERO;
  }

  /** Leases from before the start that are over by the wrong clock only; on disk they are bound. */
  List<LeaseEvent> revived() {
    Instant now = clock.instant();
    return ledger.all().stream()
        .filter(lease -> lease.state() == LeaseState.EXPIRED && now.isBefore(lease.end()))
        .map(lease -> event(lease.ended(LeaseState.BOUND, lease.end())))
        .toList();
  }
}
