package org.comosix.appliance.dhcp.limit;

import java.util.OptionalLong;

/**
 * When to warn again: the first time something happens, and then with a pause between. A fixed
 * number of things. Any thread.
 */
public final class WarningTimes {

  private final long[] next;
  private final long[] counts;
  private final long pause;

  /**
   * None happened yet.
   *
   * @param things how many are told apart
   * @param pause between two warnings of one thing, milliseconds
   */
  public WarningTimes(int things, long pause) {
    this.next = new long[things];
    this.counts = new long[things];
    this.pause = pause;
  }

  /**
   * It happened.
   *
   * @param now milliseconds
   * @return how often since the last warning, when it is time for one
   */
  public synchronized OptionalLong count(int thing, long now) {
    counts[thing]++;
    // Further away than a pause: the clock was set back.
    if (now < next[thing] && next[thing] - now <= pause) {
      return OptionalLong.empty();
    }
    long count = counts[thing];
    counts[thing] = 0;
    next[thing] = now + pause;
    return OptionalLong.of(count);
  }
}
