package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.LeaseJournalException;

/** Looks at a journal that nobody serves from, and saves what can be read of a damaged one. */
public final class JournalRepair {

  private final Path directory;
  private final InstantSource clock;

  public JournalRepair(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * What was done.
   *
   * @param leases how many addresses have a lease in the new file
   * @param damagedFile where the damaged file is now; empty when there was no damage
   */
  public record Repaired(int leases, Optional<Path> damagedFile) {}

  /**
   * Reads the journal and changes nothing; also while it is being served from.
   *
   * @param leases is given the last good record of each address
   * @throws LeaseJournalException the file cannot be read, or is no journal
   */
  public JournalReport check(Consumer<Lease> leases) {
    Path file = new JournalFiles(directory, FileChannel::open).current();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return JournalScan.read(channel, leases)
          .orElseThrow(() -> new LeaseJournalException(file + " is not a lease journal"));
    } catch (IOException e) {
      throw new LeaseJournalException("cannot read " + file + ": " + e, e);
    }
  }

  /**
   * Puts a new file with every good record in the place of a damaged one, which is kept.
   *
   * @throws LeaseJournalException it cannot be read or written, or a server has it open
   */
  public Repaired repair() {
    try (FileLeaseJournal journal = new FileLeaseJournal(directory, Runnable::run, clock)) {
      List<Lease> last = new ArrayList<>();
      journal.replay(last::add);
      return new Repaired(last.size(), journal.repair(() -> last));
    }
  }
}
