package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;

/**
 * Appends batches until it is killed, and says {@code begin n} before and {@code done n} after each
 * one, and {@code compact} before it writes a compacted file. Arguments: directory, first number.
 */
public final class JournalWriterProcess {

  private static final long COMPACT_OFTEN = 6_000;

  private JournalWriterProcess() {}

  public static void main(String[] args) {
    FileLeaseJournal journal =
        new FileLeaseJournal(
            Path.of(args[0]),
            Executors.newSingleThreadExecutor(),
            Clock.systemUTC(),
            JournalWriterProcess::open,
            COMPACT_OFTEN);
    Map<Ipv4Address, Lease> all = new LinkedHashMap<>();
    journal.replay(lease -> all.put(lease.address(), lease));
    for (int batch = Integer.parseInt(args[1]); ; batch++) {
      System.out.println("begin " + batch);
      List<Lease> leases = LeaseJournalKillIT.batch(batch);
      leases.forEach(lease -> all.put(lease.address(), lease));
      journal.append(leases, () -> List.copyOf(all.values()));
      System.out.println("done " + batch);
    }
  }

  private static FileChannel open(Path file, StandardOpenOption... options) throws IOException {
    if (file.toString().endsWith(".new")) {
      System.out.println("compact");
    }
    return FileChannel.open(file, options);
  }
}
