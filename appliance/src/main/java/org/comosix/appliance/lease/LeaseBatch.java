package org.comosix.appliance.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;

/**
 * What was decided since the last commit: made durable together, with one force, or undone
 * together. Single-threaded.
 */
final class LeaseBatch {

  private final LeaseLedger ledger;
  private final LeaseJournal journal;
  private final LeaseIndex index;

  private final List<LeaseEvent> staged = new ArrayList<>();
  private final List<Optional<Lease>> before = new ArrayList<>();

  LeaseBatch(LeaseLedger ledger, LeaseJournal journal, LeaseIndex index) {
    this.ledger = ledger;
    this.journal = journal;
    this.index = index;
  }

  void stage(LeaseEvent.Kind kind, Lease lease) {
    staged.add(new LeaseEvent(kind, lease));
    before.add(ledger.put(lease));
  }

  boolean isEmpty() {
    return staged.isEmpty();
  }

  /**
   * Makes everything staged durable, then tells it.
   *
   * @throws LeaseJournalException it is not durable, and undone here
   */
  void commit() {
    if (staged.isEmpty()) {
      return;
    }
    try {
      journal.append(staged.stream().map(LeaseEvent::lease).toList(), ledger::all);
    } catch (LeaseJournalException e) {
      rollback();
      throw e;
    }
    List<LeaseEvent> events = List.copyOf(staged);
    forget();
    index.publish(events);
  }

  /** The ledger stands as before the first that was staged. */
  void rollback() {
    for (int i = staged.size() - 1; i >= 0; i--) {
      Ipv4Address address = staged.get(i).lease().address();
      before.get(i).ifPresentOrElse(ledger::put, () -> ledger.remove(address));
    }
    forget();
  }

  private void forget() {
    staged.clear();
    before.clear();
  }
}
