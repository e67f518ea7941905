package org.comosix.appliance.dns.accept;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RecordStore;
import org.comosix.appliance.dns.RrsetChange;
import org.comosix.appliance.dns.ServedZones;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the updates that others ask for, one after another: each is decided, forced to the disk,
 * served, and answered, in this order. Those that wait together are forced together. Nobody else
 * waits for the disk.
 */
public final class AcceptedUpdates implements AutoCloseable {

  /** A message is at most 64 KiB, and only those with a good signature wait. */
  static final int MOST_WAITING = 512;

  private static final int MOST_AT_ONCE = 128;
  private static final long CLOSE_SECONDS = 30;

  private static final Logger log = LoggerFactory.getLogger(AcceptedUpdates.class);

  /** Empty to wake the thread. */
  private final BlockingQueue<Optional<UpdateRequest>> waiting;

  private final UpdateJournal journal;
  private final RecordStore store;
  private final Map<UpdateVerdict, LongAdder> counts = new EnumMap<>(UpdateVerdict.class);
  private final UpdateLog told = new UpdateLog();
  private Quotas quotas = new Quotas(UpdatePolicy.NOBODY, List.of());
  private Optional<Thread> thread = Optional.empty();
  private volatile boolean closed;
  private volatile Optional<String> problem = Optional.empty();

  private record Decided(UpdateRequest request, UpdateResult result) {}

  private AcceptedUpdates(UpdateJournal journal, RecordStore store) {
    this.journal = journal;
    this.store = store;
    this.waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    for (UpdateVerdict verdict : UpdateVerdict.values()) {
      counts.put(verdict, new LongAdder());
    }
  }

  /**
   * Reads what updates changed before; changes nothing yet.
   *
   * @param file need not be there
   * @throws UncheckedIOException it cannot be read
   */
  public static AcceptedUpdates read(Path file) {
    UpdateJournal journal = new UpdateJournal(file);
    try {
      return new AcceptedUpdates(journal, journal.read());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    } catch (IllegalArgumentException e) {
      throw new UncheckedIOException(new IOException("not a journal of updates: " + file, e));
    }
  }

  /** The records as they are before the start. */
  public List<OwnedRrset> records() {
    return store.all();
  }

  /** Begins to make updates. */
  public void start(ServedZones zones) {
    Thread updates = new Thread(() -> run(zones), "dns-accept");
    updates.setDaemon(true);
    thread = Optional.of(updates);
    updates.start();
  }

  /** Takes an update to be made; false where too many wait. Any thread; does not block. */
  public boolean submit(UpdateRequest request) {
    return !closed && waiting.offer(Optional.of(request));
  }

  /** Counts what became of an update; of those that were submitted it is counted already. */
  public void count(UpdateVerdict verdict) {
    Optional.ofNullable(counts.get(verdict)).ifPresent(LongAdder::increment);
  }

  private void run(ServedZones zones) {
    while (!closed) {
      try {
        List<Optional<UpdateRequest>> taken = new ArrayList<>(List.of(waiting.take()));
        waiting.drainTo(taken, MOST_AT_ONCE - 1);
        make(taken.stream().flatMap(Optional::stream).toList(), zones);
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        log.atError().setCause(e).log("dns.accept-fault");
      }
    }
  }

  private void make(List<UpdateRequest> batch, ServedZones zones) {
    if (!quotas.isOf(zones.policy())) {
      quotas = new Quotas(zones.policy(), store.all());
    }
    UpdateRules rules = new UpdateRules(zones, store);
    List<Decided> decided = new ArrayList<>();
    List<List<RrsetChange>> updates = new ArrayList<>();
    for (UpdateRequest request : batch) {
      UpdateResult result = decide(request, rules);
      decided.add(new Decided(request, result));
      if (!result.changes().isEmpty()) {
        updates.add(result.changes());
        apply(result.changes());
      }
    }
    if (updates.isEmpty() || isDurable(updates)) {
      if (!updates.isEmpty()) {
        zones.accepted(updates.stream().flatMap(List::stream).toList());
      }
      decided.forEach(each -> answer(each.request(), each.result()));
    } else {
      // What one saw may be what another did: none of them is true any more.
      batch.forEach(each -> answer(each, UpdateResult.failed(UpdateVerdict.DISK_FAILED)));
    }
  }

  private UpdateResult decide(UpdateRequest request, UpdateRules rules) {
    try {
      UpdateResult result = rules.decide(request.message(), request.key());
      return quotas.fits(result.changes(), request.key())
          ? result
          : UpdateResult.failed(UpdateVerdict.TOO_MANY_RECORDS);
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("key", request.key())
          .addKeyValue("zone", request.message().zone())
          .log("dns.accept-fault");
      return UpdateResult.failed(UpdateVerdict.OUR_FAULT);
    }
  }

  private void apply(List<RrsetChange> changes) {
    store.apply(changes);
    changes.forEach(quotas::count);
  }

  private boolean isDurable(List<List<RrsetChange>> updates) {
    try {
      journal.append(updates, store);
      problem = Optional.empty();
      return true;
    } catch (IOException e) {
      undo(updates);
      problem = Optional.of("updates of DNS cannot be written to the disk: " + e.getMessage());
      log.atError().setCause(e).log("dns.accept-not-durable");
      return false;
    }
  }

  private void undo(List<List<RrsetChange>> updates) {
    for (int i = updates.size() - 1; i >= 0; i--) {
      apply(updates.get(i).stream().map(RrsetChange::undone).toList());
    }
  }

  private void answer(UpdateRequest request, UpdateResult result) {
    count(result.verdict());
    told.tell(request, result);
    try {
      request.answer().accept(result.verdict());
    } catch (RuntimeException e) {
      // Such as an event loop that is closed: the change stands, and its client asks again.
      log.atDebug().setCause(e).log("dns.accept-unanswered");
    }
  }

  /** What keeps updates from being made, for people. */
  public Optional<String> problem() {
    return problem;
  }

  /** How often each verdict was given, by names such as {@code accept.CHANGED}. */
  public Map<String, Long> counters() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((verdict, count) -> all.put("accept." + verdict, count.sum()));
    return all;
  }

  /** What waits is not answered: whoever sent it asks again. */
  @Override
  public void close() {
    closed = true;
    // Where there is no room the thread is awake.
    boolean woken = waiting.offer(Optional.empty());
    log.atDebug().addKeyValue("idle", woken).log("dns.accept-ends");
    try {
      if (thread.isPresent()) {
        thread.get().join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    closeJournal();
  }

  private void closeJournal() {
    try {
      journal.close();
    } catch (IOException e) {
      log.atDebug().setCause(e).log("dns.accept-journal-not-closed");
    }
  }
}
