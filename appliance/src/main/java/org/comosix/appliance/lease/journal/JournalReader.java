package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.LeaseJournalException;

/**
 * Reads the leases of a directory from which an appliance may be serving at this moment. Takes no
 * lock and changes nothing; a batch that is being written is not seen yet.
 */
public final class JournalReader {

  private JournalReader() {}

  /**
   * The last lease of each address; none where there is no journal.
   *
   * @throws LeaseJournalException no access, or no journal
   */
  public static Collection<Lease> read(Path directory) {
    Path file = new JournalFiles(directory, FileChannel::open).current();
    List<Lease> leases = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      // Of a damaged one what is left: the server goes on with the same.
      if (JournalScan.read(channel, leases::add).isEmpty()) {
        throw new LeaseJournalException(file + " is not a lease journal");
      }
      return leases;
    } catch (NoSuchFileException e) {
      return leases;
    } catch (IOException e) {
      throw new LeaseJournalException("cannot read " + file + ": " + e, e);
    }
  }
}
