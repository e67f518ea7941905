package org.comosix.appliance.dns;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What our zones were at each serial, as far back as there is room. What changed since the last
 * serial was given waits for the next: a serial stands for one content, and there is one a second.
 * Any thread.
 */
final class ZoneHistory {

  /** Of one machine's name each, some 200 octets. */
  static final int MOST_CHANGES = 20_000;

  private record Version(long from, List<ZoneChange> changes) {}

  private final ZoneSerial serials;
  private final int mostChanges;
  private final Deque<Version> versions = new ArrayDeque<>();
  private List<ZoneChange> pending = new ArrayList<>();
  private int kept;
  private boolean begun;

  /** More changed since the last serial than we keep. */
  private boolean lost;

  private volatile long serial;
  private volatile boolean changed;

  /**
   * Has no serial yet.
   *
   * @param mostChanges how many to keep; 0 where nobody will ask for them
   */
  ZoneHistory(ZoneSerial serials, int mostChanges) {
    this.serials = serials;
    this.mostChanges = mostChanges;
  }

  /** From now on each content has a serial; what it was before is no history. */
  synchronized void begin(long nowSeconds) {
    begun = true;
    serial = serials.next(nowSeconds);
  }

  /**
   * Makes a change of what is there, and notes it.
   *
   * @param changes looked at when the change is made: what follows from it can be added by it
   */
  synchronized void change(List<? extends ZoneChange> changes, long nowSeconds, Runnable change) {
    if (!begun) {
      change.run();
      return;
    }
    serialAt(nowSeconds);
    change.run();
    note(changes);
    changed = true;
  }

  private void note(List<? extends ZoneChange> changes) {
    if (pending.size() + changes.size() > mostChanges) {
      lost = true;
      pending = new ArrayList<>();
      versions.clear();
      kept = 0;
    } else if (!lost) {
      pending.addAll(changes);
    }
  }

  /** The serial to show: that of the last content that has one. */
  long serialAt(long nowSeconds) {
    long current = serial;
    return changed && nowSeconds != current ? advance(nowSeconds, false) : current;
  }

  private synchronized long advance(long nowSeconds, boolean evenWithinTheSecond) {
    if (!changed || (nowSeconds == serial && !evenWithinTheSecond)) {
      return serial;
    }
    if (!lost) {
      versions.addLast(new Version(serial, pending));
      kept += pending.size();
    }
    while (kept > mostChanges) {
      kept -= versions.removeFirst().changes().size();
    }
    pending = new ArrayList<>();
    lost = false;
    serial = serials.next(nowSeconds);
    changed = false;
    return serial;
  }

  /**
   * What was there at the serial that is shown.
   *
   * @param contents how it is now
   */
  synchronized ZoneCopy copy(
      Supplier<? extends Collection<? extends ZoneContent>> contents, long nowSeconds) {
    // Where we cannot say any more what it was, what is now gets a serial.
    long shown = advance(nowSeconds, lost);
    Difference since = new Difference();
    since.add(pending);
    return new ZoneCopy(shown, since.undone(contents.get()));
  }

  /** What leads from the content at one serial to the one that is shown; empty where too old. */
  synchronized Optional<Difference> since(long from, long nowSeconds) {
    advance(nowSeconds, lost);
    Iterator<Version> newest = versions.descendingIterator();
    List<Version> path = new ArrayList<>();
    while (newest.hasNext()) {
      Version version = newest.next();
      path.add(0, version);
      if (version.from() == from) {
        Difference difference = new Difference();
        path.forEach(step -> difference.add(step.changes()));
        difference.leadsTo(serial);
        return Optional.of(difference);
      }
    }
    return Optional.empty();
  }
}
