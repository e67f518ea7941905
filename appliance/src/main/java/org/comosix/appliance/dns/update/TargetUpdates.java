package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.comosix.appliance.dns.MachineNames;
import org.comosix.appliance.dns.NameListener;
import org.comosix.appliance.dns.NamesChange;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.journal.LineJournal;
import org.comosix.appliance.domain.Ipv4Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one server up to date. One thread takes changes in and writes them to disk, many at once;
 * some others send them, each one name at a time.
 */
final class TargetUpdates implements NameListener, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(TargetUpdates.class);

  /** Updates on their way at one time: a server forces each to its disk. */
  private static final int SENDERS = 16;

  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(15);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
  private static final Duration BETWEEN_WRITES = Duration.ofSeconds(1);
  private static final long JOURNAL_LINES_FOR_EACH_NAME = 4;
  private static final long JOURNAL_LINES_AT_LEAST = 4096;

  private final UpdateTarget target;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final UpdateCounters counters = new UpdateCounters();
  private final UpdateLedger ledger;
  private final Path file;
  private Optional<LineJournal> journal = Optional.empty();
  private final Deque<Told> inbox = new ArrayDeque<>();
  private final List<Thread> threads = new ArrayList<>();
  private volatile Optional<String> diskProblem = Optional.empty();
  private volatile Optional<String> fault = Optional.empty();
  private volatile int ttlSeconds;

  /** What a listener was told: everything, or changes. */
  private record Told(boolean everything, List<NamesChange> changes) {}

  /**
   * Opens and sends nothing yet.
   *
   * @param directory of the journal, which nobody else has open when this starts
   */
  TargetUpdates(
      UpdateTarget target,
      Path directory,
      Clock clock,
      LongSupplier nanoTime,
      RandomGenerator chance) {
    this.target = target;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.ledger =
        new UpdateLedger(
            target,
            nanoTime,
            new Backoff(FIRST_PAUSE, LONGEST_PAUSE, chance),
            new Backoff(FIRST_RETRY, LONGEST_RETRY, chance));
    this.file = directory.resolve(target.id() + ".journal");
  }

  private void load(String line) {
    try {
      ledger.load(SlotLine.parse(line));
    } catch (IllegalArgumentException e) {
      log.atWarn().addKeyValue("line", line).log("dns.update-line-skipped");
    }
  }

  /**
   * Reads what was written to the server before, and begins.
   *
   * @throws UncheckedIOException the journal cannot be opened
   */
  void start() {
    try {
      journal = Optional.of(LineJournal.open(file, this::load));
    } catch (IOException e) {
      throw new UncheckedIOException("the journal of DNS updates " + file + ": " + e, e);
    }
    start("dns-update-ledger", this::keepLedger);
    for (int i = 0; i < SENDERS; i++) {
      start("dns-update-" + i, this::sendAll);
    }
  }

  private void start(String name, Runnable task) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    threads.add(thread);
    thread.start();
  }

  @Override
  public void all(List<NamesChange> machines) {
    tell(new Told(true, machines));
  }

  @Override
  public void changed(List<NamesChange> changes) {
    tell(new Told(false, changes));
  }

  private void tell(Told told) {
    synchronized (inbox) {
      if (told.everything()) {
        inbox.clear();
      }
      inbox.add(told);
      inbox.notifyAll();
    }
  }

  private void keepLedger() {
    try {
      while (!ledger.isClosed()) {
        List<Told> told = receive();
        try {
          told.forEach(this::take);
          write(journal.orElseThrow());
        } catch (RuntimeException e) {
          log.atError().setCause(e).addKeyValue("server", target).log("dns.update-fault");
          fault = Optional.of(target + ": a fault of ours, see our log (dns.update-fault)");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Told> receive() throws InterruptedException {
    synchronized (inbox) {
      if (inbox.isEmpty()) {
        inbox.wait(BETWEEN_WRITES.toMillis());
      }
      List<Told> told = List.copyOf(inbox);
      inbox.clear();
      return told;
    }
  }

  private void take(Told told) {
    if (told.everything()) {
      takeAll(told.changes());
      return;
    }
    for (NamesChange change : told.changes()) {
      change.before().ifPresent(this::forget);
      change.after().map(this::records).ifPresent(this::wish);
    }
  }

  private void takeAll(List<NamesChange> machines) {
    Map<DomainName, SiteRecord> all = new LinkedHashMap<>();
    machines.forEach(machine -> machine.after().map(this::records).ifPresent(all::putAll));
    for (DomainName known : ledger.names()) {
      if (!all.containsKey(known)) {
        ledger.wish(known, Optional.empty());
      }
    }
    wish(all);
  }

  /** Only what is this machine's still: another may have been given its name just before. */
  private void forget(MachineNames before) {
    for (DomainName owner : records(before).keySet()) {
      if (ledger
          .wanted(owner)
          .filter(record -> record.machine().equals(before.machine()))
          .isPresent()) {
        ledger.wish(owner, Optional.empty());
      }
    }
  }

  private void wish(Map<DomainName, SiteRecord> records) {
    records.forEach((owner, record) -> ledger.wish(owner, Optional.of(record)));
  }

  private Map<DomainName, SiteRecord> records(MachineNames names) {
    ttlSeconds = names.ttlSeconds();
    Map<DomainName, SiteRecord> records = new LinkedHashMap<>();
    for (DomainName name : names.names()) {
      records.put(name, new SiteRecord.Address(names.address(), names.machine()));
    }
    for (Ipv4Address address : names.addresses()) {
      records.put(
          DomainName.reverseOf(address),
          new SiteRecord.Pointer(names.names().get(0), names.machine()));
    }
    records.keySet().removeIf(owner -> !ledger.covers(owner));
    return records;
  }

  private void write(LineJournal journal) {
    if (!ledger.hasUnwritten()) {
      return;
    }
    int wishes = ledger.waitingForDisk();
    boolean urgent = ledger.isUrgent();
    List<String> lines = ledger.unwritten();
    try {
      if (journal.isBroken() || isLong(journal)) {
        journal.rewrite(ledger.all());
      } else {
        journal.append(lines, urgent);
      }
      ledger.written(lines.size(), wishes);
      diskProblem = Optional.empty();
    } catch (IOException e) {
      if (diskProblem.isEmpty()) {
        log.atError().setCause(e).addKeyValue("server", target).log("dns.update-not-durable");
      }
      diskProblem = Optional.of(target + ": changes cannot be written to disk: " + e);
    }
  }

  private boolean isLong(LineJournal journal) {
    return journal.lines()
        > Math.max(JOURNAL_LINES_AT_LEAST, ledger.size() * JOURNAL_LINES_FOR_EACH_NAME);
  }

  private void sendAll() {
    try (UpdateClient client =
        new UpdateClient(
            target.server(), target.key(), clock, nanoTime, UpdateClient.Timeouts.DEFAULT)) {
      Optional<UpdateLedger.Work> work = ledger.take();
      while (work.isPresent()) {
        send(work.get(), client);
        work = ledger.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(UpdateLedger.Work work, UpdateClient client) {
    SiteChange.Outcome outcome;
    try {
      outcome = new SiteChange(target, client, ttlSeconds).carryOut(work);
    } catch (IOException e) {
      outcome =
          new SiteChange.Outcome(
              UpdateStep.Verdict.FAILED, Optional.of(UpdateProblem.unreachable(e.toString())));
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("name", work.slot().owner).log("dns.update-fault");
      outcome =
          new SiteChange.Outcome(UpdateStep.Verdict.FAILED, Optional.of(UpdateProblem.OUR_FAULT));
    }
    counters.count(outcome.verdict());
    switch (outcome.verdict()) {
      case DONE -> ledger.done(work);
      case FOREIGN -> {
        boolean first = ledger.foreign(work);
        tellIf(first, work, "dns.update-foreign", "the name is somebody else's there");
      }
      case FAILED -> failed(work, outcome.problem().orElseThrow());
    }
  }

  private void failed(UpdateLedger.Work work, UpdateProblem problem) {
    counters.count(problem);
    boolean first = ledger.failed(work, problem);
    if (problem.ofTheServer()) {
      if (first) {
        log.atWarn()
            .addKeyValue("server", target)
            .addKeyValue("problem", problem.what())
            .addKeyValue("remedy", problem.remedy())
            .log("dns.update-server-failed");
      }
    } else {
      tellIf(first, work, "dns.update-failed", problem.what() + ": " + problem.remedy());
    }
  }

  private void tellIf(boolean first, UpdateLedger.Work work, String event, String problem) {
    if (first) {
      log.atWarn()
          .addKeyValue("server", target)
          .addKeyValue("name", work.slot().owner)
          .addKeyValue("problem", problem)
          .log(event);
    }
  }

  Optional<String> problem() {
    return fault.or(() -> diskProblem).or(ledger::problem);
  }

  /** By name: what has happened, and how many names are how at this moment. */
  Map<String, Long> counters() {
    Map<String, Long> all = counters.snapshot();
    all.put("now.waiting", (long) ledger.waiting());
    all.put("now.foreign", (long) ledger.foreignNames());
    all.put("now.failed", (long) ledger.troubledNames());
    return all;
  }

  /** What was not sent is sent after the next start. */
  @Override
  public void close() {
    ledger.close();
    synchronized (inbox) {
      inbox.notifyAll();
    }
    awaitThreads();
    if (journal.isEmpty()) {
      return;
    }
    write(journal.get());
    try {
      journal.get().close();
    } catch (IOException e) {
      log.atWarn().setCause(e).log("dns.update-journal-not-closed");
    }
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
