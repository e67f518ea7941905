package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.update.journal.LineJournal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what a ledger says on disk. One thread, which must not be interrupted. */
final class LedgerFile {

  private static final Logger log = LoggerFactory.getLogger(LedgerFile.class);

  private static final long LINES_FOR_EACH_NAME = 4;
  private static final long LINES_AT_LEAST = 4096;

  private final UpdateTarget target;
  private final UpdateLedger ledger;
  private final LineJournal journal;
  private volatile Optional<String> problem = Optional.empty();

  private LedgerFile(UpdateTarget target, UpdateLedger ledger, LineJournal journal) {
    this.target = target;
    this.ledger = ledger;
    this.journal = journal;
  }

  /**
   * Reads what was written to the server before into the ledger.
   *
   * @throws UncheckedIOException the file cannot be opened
   */
  static LedgerFile open(Path file, UpdateTarget target, UpdateLedger ledger) {
    try {
      return new LedgerFile(
          target, ledger, LineJournal.open(file, line -> load(line, ledger)));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of DNS updates " + file + ": " + e, e);
    }
  }

  private static void load(String line, UpdateLedger ledger) {
    try {
      ledger.load(SlotLine.parse(line));
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("line", line).log("dns.update-line-skipped");
    }
  }

  /** Writes what is new; where that fails it waits in the ledger, and nothing of it is sent. */
  void write() {
    if (!ledger.hasUnwritten()) {
      return;
    }
    UpdateLedger.Unwritten unwritten = ledger.unwritten();
    try {
      if (journal.isBroken() || isLong()) {
        journal.rewrite(ledger.all());
      } else {
        journal.append(unwritten.lines(), unwritten.wishes() > 0);
      }
      ledger.written(unwritten);
      problem = Optional.empty();
    } catch (IOException e) {
      if (problem.isEmpty()) {
        log.atError().setCause(e).addKeyValue("server", target).log("dns.update-not-durable");
      }
      problem = Optional.of(target + ": changes cannot be written to disk: " + e);
    }
  }

  private boolean isLong() {
    return journal.lines() > Math.max(LINES_AT_LEAST, ledger.size() * LINES_FOR_EACH_NAME);
  }

  Optional<String> problem() {
    return problem;
  }

  void close() {
    write();
    try {
      journal.close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("dns.update-journal-not-closed");
    }
  }
}
