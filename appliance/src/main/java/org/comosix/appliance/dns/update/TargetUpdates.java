package org.comosix.appliance.dns.update;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comosix.appliance.dns.MachineNames;
import org.comosix.appliance.dns.NameListener;
import org.comosix.appliance.dns.NamesChange;
import org.comosix.appliance.domain.MacAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server up to date. One thread takes changes in and writes them to disk, many at once;
 * some others send them, each one name at a time; one compares what is there from time to time.
 */
final class TargetUpdates implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TargetUpdates.class);

  /** Updates on their way at one time: a server forces each to its disk. */
  private static final int SENDERS = 16;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);

  private final UpdateTarget target;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final RandomGenerator chance;
  private final UpdateCounters counters = new UpdateCounters();
  private final Inbox inbox = new Inbox();
  private final UpdateLedger ledger;
  private final Claims claims;
  private final StartCheck startCheck;
  private final Path journal;
  private Optional<LedgerFile> file = Optional.empty();
  private Optional<Audit> audit = Optional.empty();
  private final List<Thread> threads = new ArrayList<>();
  private volatile Optional<String> fault = Optional.empty();
  private volatile int ttlSeconds;

  /**
   * Opens and sends nothing yet.
   *
   * @param directory of the journal, which nobody else has open when this starts
   */
  TargetUpdates(
      UpdateTarget target,
      UpdatePreflight preflight,
      Path directory,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator chance) {
    this.target = target;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.chance = chance;
    this.ledger =
        new UpdateLedger(
            target,
            nanoTime,
            new Backoff(FIRST_PAUSE, LONGEST_PAUSE, chance),
            new Backoff(FIRST_RETRY, LONGEST_RETRY, chance));
    this.claims = new Claims(target, ledger);
    this.startCheck = new StartCheck(target, preflight, chance);
    this.journal = directory.resolve(target.id() + ".journal");
  }

  /** Told what our zones say. */
  NameListener listener() {
    return inbox;
  }

  /**
   * Reads what was written to the server before, and begins.
   *
   * @throws java.io.UncheckedIOException the journal cannot be opened
   */
  void start() {
    file = Optional.of(LedgerFile.open(journal, target, ledger));
    start("dns-update-ledger", this::keepLedger);
    for (int i = 0; i < SENDERS; i++) {
      start("dns-update-" + i, sender());
    }
    audit = target.audit().map(this::audit);
    audit.ifPresent(each -> start("dns-update-audit", each));
    start("dns-update-check", startCheck);
  }

  private UpdateClient connect() {
    return new UpdateClient(
        target.server(), target.key(), clock, nanoTime, UpdateClient.Timeouts.DEFAULT);
  }

  private Sender sender() {
    return new Sender(
        target,
        ledger,
        counters,
        this::connect,
        () -> ttlSeconds,
        inbox::wake);
  }

  private Audit audit(Duration interval) {
    return new Audit(
        target,
        ledger,
        counters,
        this::connect,
        new AuditSchedule(interval, chance),
        nanoTime);
  }

  private void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  private void keepLedger() {
    try {
      while (!ledger.isClosed()) {
        Inbox.Batch batch = inbox.take(BETWEEN_WRITES);
        try {
          take(batch);
          ledger.decided().forEach(claims::decided);
          ledger.followed();
          file.orElseThrow().write();
        } catch (RuntimeException e) {
          log.atError().setCause(e).addKeyValue("server", target).log("dns.update-fault");
          fault = Optional.of(target + ": a fault of ours, see our log (dns.update-fault)");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void take(Inbox.Batch batch) {
    if (batch.everything()) {
      Map<MacAddress, MachineNames> all = new LinkedHashMap<>();
      batch.last().forEach(change -> namesOf(change).ifPresent(it -> all.put(it.machine(), it)));
      claims.all(all);
    } else {
      batch.last().forEach(change -> claims.changed(change.machine(), namesOf(change)));
    }
  }

  private Optional<MachineNames> namesOf(NamesChange change) {
    Optional<MachineNames> names = change.after();
    names.ifPresent(of -> ttlSeconds = of.ttlSeconds());
    return names;
  }

  /** What is wrong, for people. */
  Optional<String> problem() {
    Optional<String> failure =
        fault
            .or(() -> file.flatMap(LedgerFile::problem))
            .or(ledger::problem)
            .or(startCheck::problem);
    return Optional.of(
            Stream.of(failure, claims.problem())
                .flatMap(Optional::stream)
                .collect(Collectors.joining("; ")))
        .filter(text -> !text.isEmpty());
  }

  /** By name: what has happened, and how many names are how at this moment. */
  Map<String, Long> counters() {
    Map<String, Long> all = counters.snapshot();
    all.put("now.waiting", (long) inbox.size() + ledger.waiting());
    all.put("now.foreign", (long) ledger.foreignNames());
    all.put("now.failed", (long) ledger.troubledNames());
    return all;
  }

  /** What was not sent is sent after the next start. */
  @Override
  public void close() {
    ledger.close();
    startCheck.close();
    audit.ifPresent(Audit::close);
    inbox.wake();
    awaitThreads();
    file.ifPresent(LedgerFile::close);
  }

  /** A sender may wait for a server that says nothing: what it is at may have been done, or not. */
  private void awaitThreads() {
    long end = nanoTime.getAsLong() + LONGEST_CLOSE.toNanos();
    try {
      for (Thread thread : threads) {
        long left = Duration.ofNanos(end - nanoTime.getAsLong()).toMillis();
        thread.join(Math.max(1, left));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
