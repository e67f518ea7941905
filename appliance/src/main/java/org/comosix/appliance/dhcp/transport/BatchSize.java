package org.comosix.appliance.dhcp.transport;

import java.time.Duration;

/**
 * How many packets are decided together.
 *
 * <p>Few, where the disk is quick: their replies leave at once, and a relay agent that gets them
 * all has room for some 160 in a socket of the default size. Many, where forcing takes so long that
 * clients would wait for it.
 */
final class BatchSize {

  static final int SMALL = 100;
  static final int LARGE = 512;

  /** A small batch in this time is 10,000 leases a second. */
  private static final Duration LONG = Duration.ofMillis(5);

  private int next = SMALL;

  /** At most so many. */
  int next() {
    return next;
  }

  /** A batch of this size took so long, from its packets to its replies. */
  void took(int packets, Duration time) {
    boolean slow = time.compareTo(LONG) > 0;
    if (slow && packets >= SMALL) {
      next = LARGE;
    } else if (!slow || packets < SMALL / 2) {
      next = SMALL;
    }
  }
}
