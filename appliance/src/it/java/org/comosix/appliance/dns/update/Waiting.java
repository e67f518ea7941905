package org.comosix.appliance.dns.update;

import java.time.Duration;
import java.util.function.Supplier;

/** For what another process does. */
final class Waiting {

  private Waiting() {}

  interface Condition {
    boolean holds() throws Exception;
  }

  /** Asks again and again; fails with the explanation when it takes too long. */
  static void until(Duration longest, Condition condition, Supplier<String> explanation)
      throws Exception {
    long end = System.nanoTime() + longest.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(explanation.get());
      }
      Thread.sleep(20);
    }
  }
}
