package org.comosix.appliance.lease.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kills a process with SIGKILL while it writes and compacts the journal, again and again. What it
 * had acknowledged is there, and nothing that it had not begun.
 */
final class LeaseJournalKillIT {

  private static final int KILLS = 25;
  private static final int ADDRESSES = 60;

  private final Path directory;

  LeaseJournalKillIT(@TempDir Path directory) {
    this.directory = directory;
  }

  /** Up to four leases, told apart from every other batch by their start. */
  static List<Lease> batch(int number) {
    List<Lease> leases = new ArrayList<>();
    for (int i = 0; i <= number % 4; i++) {
      leases.add(Leases.lease((number * 7 + i) % ADDRESSES, number));
    }
    return leases;
  }

  @Test
  void whateverWasAcknowledgedIsThereAfterAnyKill() throws Exception {
    killAgainAndAgain("begin", 400);
  }

  /** Within the milliseconds in which the compacted file is written and takes over. */
  @Test
  void whateverWasAcknowledgedIsThereAfterAKillDuringCompaction() throws Exception {
    killAgainAndAgain("compact", 6);
  }

  private void killAgainAndAgain(String sign, int most) throws Exception {
    Random random = new Random(20261122);
    Map<Ipv4Address, Lease> expected = new HashMap<>();
    int next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Writer writer = new Writer(next);
      writer.killAfter(sign, 1 + random.nextInt(most));
      for (int batch = next; batch <= writer.done; batch++) {
        batch(batch).forEach(lease -> expected.put(lease.address(), lease));
      }

      Map<Ipv4Address, Lease> found = replay();

      // The batch under way counts as a whole or not at all.
      Map<Ipv4Address, Lease> withBegun = new HashMap<>(expected);
      batch(writer.begun).forEach(lease -> withBegun.put(lease.address(), lease));
      assertThat(found).as("kill %d", kill).isIn(expected, withBegun);
      expected.putAll(found);
      next = writer.begun + 1;
    }
    assertThat(next).isGreaterThan(KILLS);
  }

  private Map<Ipv4Address, Lease> replay() {
    Map<Ipv4Address, Lease> found = new HashMap<>();
    try (FileLeaseJournal journal =
        new FileLeaseJournal(directory, Runnable::run, Clock.systemUTC())) {
      journal.replay(lease -> found.put(lease.address(), lease));
    }
    return found;
  }

  private final class Writer {

    private final Process process;
    private int begun;
    private int done;

    Writer(int first) throws IOException {
      begun = first;
      done = first - 1;
      process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-XX:TieredStopAtLevel=1",
                  "-cp",
                  System.getProperty("java.class.path"),
                  JournalWriterProcess.class.getName(),
                  directory.toString(),
                  Integer.toString(first))
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
    }

    void killAfter(String sign, int times) throws IOException, InterruptedException {
      int seen = 0;
      try (BufferedReader lines = process.inputReader(StandardCharsets.US_ASCII)) {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          take(line);
          if (line.startsWith(sign) && ++seen == times) {
            // By its handle: Process.destroyForcibly would close the pipe with its last lines.
            process.toHandle().destroyForcibly();
          }
        }
      }
      process.waitFor();
      assertThat(seen).as("the writer lived long enough").isGreaterThanOrEqualTo(times);
    }

    /** A line may have been cut by the kill; then its number is not to be trusted. */
    private void take(String line) {
      String[] words = line.split(" ", -1);
      if (words.length != 2 || words[1].isEmpty()) {
        return;
      }
      int number = Integer.parseInt(words[1]);
      if (words[0].equals("begin")) {
        begun = Math.max(begun, number);
      } else if (words[0].equals("done") && number == begun) {
        done = number;
      }
    }
  }
}
