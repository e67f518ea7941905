package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import org.comosix.appliance.dns.codec.DomainName;

/**
 * What should be at one server under each name, what may be there, and which name is next. A newer
 * wish takes the place of an older one that was not sent yet; a name is never worked on twice at a
 * time. Any thread.
 *
 * <p>What may be at the server is on disk before it is sent, so that it can be taken back after a
 * crash. What should be there is not: that follows from the leases, which are on disk themselves.
 */
final class UpdateLedger {

  /**
   * Something to do at the server.
   *
   * @param traces what may be there
   * @param wanted what should be
   */
  record Work(Slot slot, List<SiteRecord> traces, Optional<SiteRecord> wanted) {}

  private record Retry(long at, Slot slot) {}

  private final UpdateTarget target;
  private final LongSupplier nanoTime;
  private final Backoff serverBackoff;
  private final Backoff nameBackoff;

  private final Map<DomainName, Slot> slots = new HashMap<>();
  private final Deque<Slot> ready = new ArrayDeque<>();
  private final PriorityQueue<Retry> retries;
  private final List<Slot> undurable = new ArrayList<>();
  private final List<String> unwritten = new ArrayList<>();
  private final Map<DomainName, UpdateProblem> troubled = new LinkedHashMap<>();
  private final Set<DomainName> foreign = new HashSet<>();

  private Optional<UpdateProblem> serverProblem = Optional.empty();
  private int serverFailures;
  private long pausedUntil;
  private int inFlight;
  private boolean closed;

  UpdateLedger(
      UpdateTarget target, LongSupplier nanoTime, Backoff serverBackoff, Backoff nameBackoff) {
    this.target = target;
    this.nanoTime = nanoTime;
    this.serverBackoff = serverBackoff;
    this.nameBackoff = nameBackoff;
    // Times of nanoTime are compared by their difference.
    retries = new PriorityQueue<>((one, two) -> Long.signum(one.at() - two.at()));
  }

  /** Takes in a line of the journal; before anything else. */
  synchronized void load(SlotLine line) {
    slot(line.owner())
        .ifPresent(
            slot -> {
              slot.traces = new ArrayList<>(line.traces());
              slot.settled = line.settled();
              if (slot.isEmpty()) {
                slots.remove(slot.owner);
              }
            });
  }

  /** Empty for a name outside the zones. */
  private Optional<Slot> slot(DomainName owner) {
    Slot known = slots.get(owner);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Slot> fresh = target.zoneOf(owner).map(zone -> new Slot(owner, zone));
    fresh.ifPresent(slot -> slots.put(owner, slot));
    return fresh;
  }

  /** Whether a name is in one of the zones. */
  boolean covers(DomainName owner) {
    return target.zoneOf(owner).isPresent();
  }

  synchronized Optional<SiteRecord> wanted(DomainName owner) {
    Slot slot = slots.get(owner);
    return slot == null ? Optional.empty() : slot.wanted;
  }

  /** All names of which something is known. */
  synchronized List<DomainName> names() {
    return List.copyOf(slots.keySet());
  }

  /** Notes a wish; nothing is sent before {@link #written}. */
  synchronized void wish(DomainName owner, Optional<SiteRecord> wanted) {
    Optional<Slot> found = slot(owner);
    if (found.isEmpty()) {
      return;
    }
    Slot slot = found.get();
    boolean changed = !slot.wanted.equals(wanted);
    slot.wanted = wanted;
    if (!changed && slot.durable && !slot.needsWork()) {
      forgetIfEmpty(slot);
      return;
    }
    if (changed) {
      slot.unsent.ifPresent(slot.traces::remove);
      slot.unsent = Optional.empty();
      slot.failures = 0;
      troubled.remove(owner);
      foreign.remove(owner);
    }
    if (slot.durable) {
      slot.durable = false;
      undurable.add(slot);
    }
    if (wanted.isPresent() && !slot.traces.contains(wanted.get())) {
      slot.traces.add(wanted.get());
      slot.unsent = wanted;
      slot.settled = false;
      unwritten.add(slot.line());
    }
  }

  private void forgetIfEmpty(Slot slot) {
    if (slot.isEmpty()) {
      slots.remove(slot.owner, slot);
      troubled.remove(slot.owner);
      foreign.remove(slot.owner);
    }
  }

  /** Whether something waits for the disk. */
  synchronized boolean hasUnwritten() {
    return !unwritten.isEmpty() || !undurable.isEmpty();
  }

  /** Whether somebody waits for it, so that it has to be forced to the disk. */
  synchronized boolean isUrgent() {
    return !undurable.isEmpty();
  }

  /** The lines to write now. */
  synchronized List<String> unwritten() {
    return List.copyOf(unwritten);
  }

  /** The lines of all names, for a file that is written anew. */
  synchronized List<String> all() {
    return slots.values().stream().filter(slot -> !slot.traces.isEmpty()).map(Slot::line).toList();
  }

  synchronized int size() {
    return slots.size();
  }

  /**
   * Says that lines are on disk.
   *
   * @param lines how many of {@link #unwritten}
   * @param wishes how many of those who waited when they were taken
   */
  synchronized void written(int lines, int wishes) {
    unwritten.subList(0, lines).clear();
    List<Slot> accepted = undurable.subList(0, wishes);
    for (Slot slot : accepted) {
      slot.durable = true;
      enqueue(slot);
    }
    accepted.clear();
    notifyAll();
  }

  synchronized int waitingForDisk() {
    return undurable.size();
  }

  private void enqueue(Slot slot) {
    if (!slot.needsWork()) {
      forgetIfEmpty(slot);
    } else if (slot.durable && !slot.inFlight && !slot.queued) {
      slot.queued = true;
      ready.add(slot);
    }
  }

  /** Waits for something to do; empty at the end. */
  synchronized Optional<Work> take() throws InterruptedException {
    while (!closed) {
      long now = nanoTime.getAsLong();
      due(now);
      long pause = serverFailures > 0 ? pausedUntil - now : 0;
      if (pause <= 0 && !ready.isEmpty() && (serverFailures == 0 || inFlight == 0)) {
        Slot slot = ready.remove();
        slot.queued = false;
        if (slot.durable && slot.needsWork()) {
          slot.inFlight = true;
          slot.unsent = Optional.empty();
          inFlight++;
          return Optional.of(new Work(slot, List.copyOf(slot.traces), slot.wanted));
        }
      } else {
        wait(millisUntilDue(now, pause));
      }
    }
    return Optional.empty();
  }

  private void due(long now) {
    while (!retries.isEmpty() && retries.peek().at() - now <= 0) {
      Retry retry = retries.remove();
      if (retry.at() == retry.slot().retryAt) {
        enqueue(retry.slot());
      }
    }
  }

  private long millisUntilDue(long now, long pause) {
    long wait = Duration.ofSeconds(1).toNanos();
    if (pause > 0) {
      wait = Math.min(wait, pause);
    } else if (!retries.isEmpty()) {
      wait = Math.min(wait, retries.peek().at() - now);
    }
    return Math.max(1, Duration.ofNanos(wait).toMillis());
  }

  /** The server says what it should. */
  synchronized void done(Work work) {
    answered();
    settle(work);
    work.slot().failures = 0;
    troubled.remove(work.slot().owner);
    foreign.remove(work.slot().owner);
    finish(work);
  }

  /** What the traces were is there no more; what came since stays. */
  private void settle(Work work) {
    Optional<SiteRecord> now = work.wanted();
    Slot slot = work.slot();
    List<SiteRecord> left = new ArrayList<>(slot.traces);
    left.removeAll(work.traces());
    now.ifPresent(
        record -> {
          left.remove(record);
          left.add(0, record);
        });
    // Something that was wished for before, and is wished for again now, is to be sent anew.
    slot.wanted.filter(wanted -> !left.contains(wanted)).ifPresent(left::add);
    slot.traces = left;
    slot.settled = now.map(List::of).orElse(List.of()).equals(left);
    unwritten.add(slot.line());
  }

  /**
   * The name is somebody else's, and may become free some day.
   *
   * @return whether it was not known to be
   */
  synchronized boolean foreign(Work work) {
    answered();
    boolean first = foreign.add(work.slot().owner);
    troubled.remove(work.slot().owner);
    retryLater(work);
    return first;
  }

  /**
   * The server does not do it.
   *
   * @return whether that is news
   */
  synchronized boolean failed(Work work, UpdateProblem problem) {
    if (!problem.ofTheServer()) {
      answered();
      boolean news = troubled.put(work.slot().owner, problem) == null;
      retryLater(work);
      return news;
    }
    boolean news = serverProblem.filter(known -> known.what().equals(problem.what())).isEmpty();
    long now = nanoTime.getAsLong();
    if (serverFailures == 0 || pausedUntil - now <= 0) {
      serverFailures++;
      pausedUntil = now + serverBackoff.after(serverFailures).toNanos();
    }
    serverProblem = Optional.of(problem);
    finish(work);
    return news;
  }

  private void answered() {
    if (serverFailures > 0) {
      serverFailures = 0;
      serverProblem = Optional.empty();
      notifyAll();
    }
  }

  private void retryLater(Work work) {
    Slot slot = work.slot();
    slot.inFlight = false;
    inFlight--;
    slot.failures++;
    boolean superseded = !slot.wanted.equals(work.wanted());
    if (superseded) {
      enqueue(slot);
    } else {
      long at = nanoTime.getAsLong() + nameBackoff.after(slot.failures).toNanos();
      slot.retryAt = at;
      retries.add(new Retry(at, slot));
    }
  }

  private void finish(Work work) {
    work.slot().inFlight = false;
    inFlight--;
    // Whoever was at it comes for the next: nobody needs to be woken.
    enqueue(work.slot());
  }

  synchronized void close() {
    closed = true;
    notifyAll();
  }

  synchronized boolean isClosed() {
    return closed;
  }

  /** How many names wait to be sent. */
  synchronized int waiting() {
    return ready.size() + inFlight + undurable.size();
  }

  synchronized int foreignNames() {
    return foreign.size();
  }

  synchronized int troubledNames() {
    return troubled.size();
  }

  /** For people: what keeps names from being at the server, and what to do about it. */
  synchronized Optional<String> problem() {
    if (serverProblem.isPresent()) {
      UpdateProblem problem = serverProblem.get();
      return Optional.of(
          "%s: %s, %d names wait: %s"
              .formatted(target, problem.what(), waiting(), problem.remedy()));
    }
    return troubled.entrySet().stream()
        .findFirst()
        .map(
            first ->
                "%s: %s for %s%s: %s"
                    .formatted(
                        target,
                        first.getValue().what(),
                        first.getKey(),
                        troubled.size() > 1 ? " and " + (troubled.size() - 1) + " others" : "",
                        first.getValue().remedy()));
  }
}
