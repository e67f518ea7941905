package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When names are compared with what a server has: some minutes after the start, then once in an
 * interval, never at the same time as others; and one name after another, spread over half of it.
 */
final class AuditSchedule {

  private static final Duration LONGEST_FIRST = Duration.ofMinutes(5);
  private static final Duration SHORTEST_GAP = Duration.ofMillis(20);
  private static final Duration LONGEST_GAP = Duration.ofSeconds(1);

  private final Duration interval;
  private final RandomGenerator chance;

  AuditSchedule(Duration interval, RandomGenerator chance) {
    this.interval = interval;
    this.chance = chance;
  }

  /** From the start to the first round. */
  Duration first() {
    return about(interval.compareTo(LONGEST_FIRST) < 0 ? interval : LONGEST_FIRST);
  }

  /** From the end of a round that took so long to the next. */
  Duration next(Duration took) {
    Duration left = about(interval).minus(took);
    Duration least = interval.dividedBy(4);
    return left.compareTo(least) < 0 ? least : left;
  }

  /** Three quarters of a length of time, up to five. */
  private Duration about(Duration length) {
    long nanos = length.toNanos();
    synchronized (chance) {
      return Duration.ofNanos(nanos / 4 * 3 + chance.nextLong(nanos / 2 + 1));
    }
  }

  /** Between two of so many names. */
  Duration gap(int names) {
    Duration even = interval.dividedBy(2).dividedBy(Math.max(1, names));
    if (even.compareTo(SHORTEST_GAP) < 0) {
      return SHORTEST_GAP;
    }
    return even.compareTo(LONGEST_GAP) > 0 ? LONGEST_GAP : even;
  }
}
