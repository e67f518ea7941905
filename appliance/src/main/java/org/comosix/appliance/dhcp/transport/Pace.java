package org.comosix.appliance.dhcp.transport;

/**
 * Keeps a burst of replies apart, for whoever must take them: a whole room that is switched on
 * comes through one relay agent, whose socket of the default size holds some 160 replies, and what
 * it loses is asked for again after a second at the earliest.
 *
 * <p>From whom many packets come for longer, to him a few more may go in the same time, so that
 * what waits for it gets less. Any thread.
 */
final class Pace {

  /** Replies in a millisecond, however few packets came of late. */
  static final int LEAST = 10;

  /** More than this in one window are no burst. */
  static final int MANY = 2500;

  /** How long to wait where nothing more is allowed: not for one packet, for a batch. */
  static final long PAUSE_MILLISECONDS = 2;

  private static final long WINDOW_MILLISECONDS = 250;

  /** After so long without a packet it is another burst. */
  private static final long QUIET_MILLISECONDS = 100;

  private static final double MORE = 1.25;

  private long lastArrival;
  private long windowStart;
  private int before;
  private int count;
  private long filled;
  private double allowed;

  /**
   * Counts a packet that came.
   *
   * @param now milliseconds, of a clock that may be set
   */
  synchronized void arrived(long now) {
    if (now - lastArrival > QUIET_MILLISECONDS) {
      windowStart = now;
      before = 0;
      count = 0;
    }
    lastArrival = now;
    turn(now);
    count++;
  }

  /**
   * How many packets may be answered now.
   *
   * @param most without a pause
   */
  synchronized int allowed(int most, long now) {
    turn(now);
    long passed = Math.max(0, Math.min(most, now - filled));
    allowed = Math.min(most, allowed + passed * perMillisecond(now));
    filled = now;
    return (int) allowed;
  }

  /** So many are answered now. */
  synchronized void took(int packets) {
    allowed = Math.max(0, allowed - packets);
  }

  private double perMillisecond(long now) {
    if (count >= MANY) {
      return Math.max(LEAST, MORE * count / Math.max(1, now - windowStart));
    }
    return before >= MANY ? Math.max(LEAST, MORE * before / WINDOW_MILLISECONDS) : LEAST;
  }

  private void turn(long now) {
    long age = now - windowStart;
    if (age < 0 || age >= WINDOW_MILLISECONDS) {
      before = age >= 0 && age < 2 * WINDOW_MILLISECONDS ? count : 0;
      count = 0;
      windowStart = now;
    }
  }
}
