package org.comosix.appliance.control.leases;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.lease.LeaseLimits;
import org.comosix.appliance.lease.Reservations;
import org.comosix.appliance.lease.journal.FileLeaseJournal;

/** The leases of an appliance that does not run: holds their journal while it is open. */
public final class LocalDesk implements LeaseDesk {

  private final LeaseWork work;
  private final LeaseIndex index;
  private final LeaseBook book;

  private LocalDesk(LeaseWork work, LeaseIndex index, LeaseBook book) {
    this.work = work;
    this.index = index;
    this.book = book;
  }

  /**
   * Opens the journal.
   *
   * @param directory of the lease journal
   * @throws org.comosix.appliance.lease.LeaseJournalException an appliance has it open, we may not,
   *     or it is damaged
   */
  public static LocalDesk open(
      Path directory,
      Nodes nodes,
      List<Ipv4Subnet> subnets,
      Reservations reservations,
      InstantSource clock) {
    LeaseIndex index = new LeaseIndex(clock);
    // A compaction may run at once: nobody waits for an address meanwhile.
    LeaseBook book =
        new LeaseBook(
            List.of(),
            reservations,
            new FileLeaseJournal(directory, Runnable::run, clock),
            index,
            LeaseClock.neverSet(clock),
            LeaseLimits.DEFAULT);
    try {
      book.open();
    } catch (RuntimeException e) {
      book.close();
      throw e;
    }
    return new LocalDesk(new LeaseWork(nodes, subnets), index, book);
  }

  @Override
  public List<Lease> all() {
    return index.all().stream().sorted(Comparator.comparing(Lease::address)).toList();
  }

  @Override
  public Optional<Lease> release(Ipv4Address address) {
    return work.release(book, address);
  }

  @Override
  public List<Adoption> adopt(List<Lease> leases, boolean dryRun) {
    return work.adopt(book, leases, dryRun);
  }

  @Override
  public Optional<Path> repair() {
    return book.repair();
  }

  @Override
  public void close() {
    book.close();
  }
}
