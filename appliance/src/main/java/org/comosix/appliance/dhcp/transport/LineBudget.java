package org.comosix.appliance.dhcp.transport;

import java.time.Instant;
import java.util.function.LongConsumer;

/**
 * How many log lines about single clients are written in one second. A room of a hundred machines
 * has a line for each; a storm would fill the disk and keep its own replies waiting. What was left
 * out is told as a number, and the counters miss nothing.
 */
final class LineBudget {

  private static final long SECOND = 1000;

  private final int linesASecond;
  private final LongConsumer leftOutLines;

  private Instant secondEnds = Instant.MIN;
  private int left;
  private long leftOut;

  /**
   * Full.
   *
   * @param leftOutLines is told how many lines of a second were left out, where any were
   */
  LineBudget(int linesASecond, LongConsumer leftOutLines) {
    this.linesASecond = linesASecond;
    this.leftOutLines = leftOutLines;
  }

  /** Whether one more line may be written now; when not, it is counted. */
  boolean take(Instant now) {
    renew(now);
    if (left > 0) {
      left--;
      return true;
    }
    leftOut++;
    return false;
  }

  /** Begins a new second when the last one is over; also while nobody asks for lines. */
  void renew(Instant now) {
    if (now.isBefore(secondEnds)) {
      return;
    }
    secondEnds = now.plusMillis(SECOND);
    left = linesASecond;
    if (leftOut > 0) {
      leftOutLines.accept(leftOut);
      leftOut = 0;
    }
  }
}
