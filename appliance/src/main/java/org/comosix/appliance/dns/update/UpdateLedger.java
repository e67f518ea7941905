package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.MacAddress;

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
   * @param careful whatever the mode, nothing is replaced that is not ours
   */
  record Work(
      Slot slot, List<SiteRecord> traces, Optional<SiteRecord> wanted, boolean careful) {}

  private record Retry(long at, Slot slot) {}

  private final UpdateTarget target;
  private final LongSupplier nanoTime;
  private final Backoff serverBackoff;
  private final Backoff nameBackoff;

  private final Map<DomainName, Slot> slots = new HashMap<>();
  private final ReadyQueue ready = new ReadyQueue();
  private final PriorityQueue<Retry> retries;
  private final List<Slot> undurable = new ArrayList<>();
  private final List<String> unwritten = new ArrayList<>();
  private final NameTroubles troubles = new NameTroubles();
  private final Set<MacAddress> decided = new LinkedHashSet<>();
  private int deciding;

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

  /** How a wanted name stands there. */
  synchronized Standing standing(DomainName owner) {
    Slot slot = slots.get(owner);
    if (slot == null) {
      return covers(owner) ? Standing.OPEN : Standing.ELSEWHERE;
    }
    return troubles.standing(owner).orElse(slot.needsWork() ? Standing.OPEN : Standing.HELD);
  }

  /** What is wanted for a machine at a name, or was written there for it before we started. */
  synchronized Optional<SiteRecord> kept(DomainName owner, MacAddress machine) {
    Slot slot = slots.get(owner);
    if (slot == null) {
      return Optional.empty();
    }
    Stream<SiteRecord> traces = slot.wanted.isPresent() ? Stream.empty() : slot.traces.stream();
    return Stream.concat(slot.wanted.stream(), traces)
        .filter(record -> record.machine().equals(machine))
        .reduce((first, last) -> last);
  }

  /** Machines of which a name was decided since this was asked the last time. */
  synchronized List<MacAddress> decided() {
    List<MacAddress> machines = List.copyOf(decided);
    decided.clear();
    deciding = machines.size();
    return machines;
  }

  /** Everything follows that follows from {@link #decided}. */
  synchronized void followed() {
    deciding = 0;
  }

  /** What can be compared with the server: nothing of it is under way. */
  synchronized List<DomainName> comparable() {
    return slots.values().stream()
        .filter(this::isComparable)
        .map(slot -> slot.owner)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** What should be at the server under a name; empty while something of it is under way. */
  synchronized Optional<SiteRecord> comparable(DomainName owner) {
    return Optional.ofNullable(slots.get(owner))
        .filter(this::isComparable)
        .flatMap(slot -> slot.wanted);
  }

  private boolean isComparable(Slot slot) {
    boolean idle = slot.mayBeSent() && !slot.inFlight && !slot.queued;
    return idle
        && slot.wanted.isPresent()
        && (!slot.needsWork() || troubles.isForeign(slot.owner));
  }

  /**
   * Sends a name again that is not at the server as it should be; carefully, so that what is
   * somebody else's by now stays.
   *
   * @param expected nothing is done when it is no longer this
   * @return whether it is sent
   */
  synchronized boolean resend(DomainName owner, SiteRecord expected) {
    if (!comparable(owner).equals(Optional.of(expected))) {
      return false;
    }
    Slot slot = slots.get(owner);
    slot.settled = false;
    slot.careful = true;
    unwritten.add(slot.line());
    enqueue(slot);
    notifyAll();
    return true;
  }

  /** All names of which something is known. */
  synchronized List<DomainName> names() {
    return List.copyOf(slots.keySet());
  }

  /** Notes a wish; nothing is sent before {@link #written}. */
  void wish(DomainName owner, Optional<SiteRecord> wanted) {
    wish(owner, wanted, false);
  }

  /**
   * Notes a wish that may have to be another one soon: it goes to disk now, and is sent after {@link
   * #release}.
   */
  void prepare(DomainName owner, SiteRecord wanted) {
    wish(owner, Optional.of(wanted), true);
  }

  /** Lets go what was prepared. */
  synchronized void release(DomainName owner) {
    Slot slot = slots.get(owner);
    if (slot != null && slot.held) {
      slot.held = false;
      enqueue(slot);
      notifyAll();
    }
  }

  private synchronized void wish(DomainName owner, Optional<SiteRecord> wanted, boolean held) {
    Optional<Slot> found = slot(owner);
    if (found.isEmpty()) {
      return;
    }
    Slot slot = found.get();
    boolean changed = !slot.wanted.equals(wanted);
    Optional<MacAddress> before = slot.wanted.map(SiteRecord::machine);
    slot.wanted = wanted;
    slot.held = held;
    if (!changed && slot.durable && !slot.needsWork()) {
      forgetIfEmpty(slot);
      return;
    }
    if (changed) {
      slot.unsent.ifPresent(slot.traces::remove);
      slot.unsent = Optional.empty();
      slot.failures = 0;
      slot.careful = false;
      if (!before.equals(wanted.map(SiteRecord::machine))) {
        troubles.clear(owner);
      }
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
      troubles.clear(slot.owner);
    }
  }

  /** Whether something waits for the disk. */
  synchronized boolean hasUnwritten() {
    return !unwritten.isEmpty() || !undurable.isEmpty();
  }

  /**
   * What to write now.
   *
   * @param wishes how many wait for it, so that it has to be forced to the disk
   */
  record Unwritten(List<String> lines, int wishes) {}

  synchronized Unwritten unwritten() {
    return new Unwritten(List.copyOf(unwritten), undurable.size());
  }

  /** The lines of all names, for a file that is written anew. */
  synchronized List<String> all() {
    return slots.values().stream().filter(slot -> !slot.traces.isEmpty()).map(Slot::line).toList();
  }

  synchronized int size() {
    return slots.size();
  }

  /** Says that it is on disk. */
  synchronized void written(Unwritten done) {
    unwritten.subList(0, done.lines().size()).clear();
    List<Slot> accepted = undurable.subList(0, done.wishes());
    for (Slot slot : accepted) {
      slot.durable = true;
      enqueue(slot);
    }
    accepted.clear();
    notifyAll();
  }

  private void enqueue(Slot slot) {
    if (!slot.needsWork()) {
      forgetIfEmpty(slot);
    } else if (slot.mayBeSent() && !slot.inFlight && !slot.queued) {
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
        if (slot.mayBeSent() && slot.needsWork()) {
          slot.inFlight = true;
          slot.unsent = Optional.empty();
          inFlight++;
          return Optional.of(new Work(slot, List.copyOf(slot.traces), slot.wanted, slot.careful));
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
    troubles.clear(work.slot().owner);
    decide(work);
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

  /** The name is somebody else's, and may become free some day. */
  synchronized void foreign(Work work) {
    answered();
    troubles.foreign(work.slot().owner);
    decide(work);
    retryLater(work);
  }

  /** A name is no longer open; what else its machine has may follow from that. */
  private void decide(Work work) {
    work.wanted()
        .filter(SiteRecord.Address.class::isInstance)
        .ifPresent(record -> decided.add(record.machine()));
  }

  /**
   * The server does not do it.
   *
   * @return whether that is news
   */
  synchronized boolean failed(Work work, UpdateProblem problem) {
    if (!problem.ofTheServer()) {
      answered();
      boolean news = troubles.refused(work.slot().owner, problem);
      decide(work);
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

  /** How many names wait to be sent, and machines whose names are being decided. */
  synchronized int waiting() {
    return ready.size() + inFlight + undurable.size() + decided.size() + deciding;
  }

  synchronized int foreignNames() {
    return troubles.foreignNames();
  }

  synchronized int troubledNames() {
    return troubles.refusedNames();
  }

  /** For people: what keeps names from being at the server, and what to do about it. */
  synchronized Optional<String> problem() {
    return serverProblem
        .map(
            problem ->
                "%s: %s, %d names wait: %s"
                    .formatted(target, problem.what(), waiting(), problem.remedy()))
        .or(() -> troubles.problem().map(problem -> target + ": " + problem));
  }
}
