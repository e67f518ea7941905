package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait after each failure in a row: twice as long each time, and never the same. */
final class Backoff {

  private final Duration first;
  private final Duration longest;
  private final RandomGenerator chance;

  /**
   * Between two bounds.
   *
   * @param first after the first failure; half of it may be taken off by chance
   */
  Backoff(Duration first, Duration longest, RandomGenerator chance) {
    this.first = first;
    this.longest = longest;
    this.chance = chance;
  }

  /**
   * The wait after this many failures.
   *
   * @param failures in a row, at least one
   */
  Duration after(int failures) {
    int doublings = Math.min(failures - 1, Long.SIZE / 4);
    long nanos = Math.min(first.toNanos() << doublings, longest.toNanos());
    synchronized (chance) {
      return Duration.ofNanos(nanos / 2 + chance.nextLong(nanos / 2 + 1));
    }
  }
}
