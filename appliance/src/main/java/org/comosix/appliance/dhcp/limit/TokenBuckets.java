package org.comosix.appliance.dhcp.limit;

import java.util.Arrays;

/**
 * A token bucket for each of very many keys, in fixed memory: 20 bytes for each place. A key that
 * was not seen for a while loses its place to a new one, and has a full bucket when it comes back.
 *
 * <p>Each key has its own bucket: were they shared by a hash, an attacker's keys would empty those
 * of others. Any thread; allocates nothing.
 */
public final class TokenBuckets {

  private static final int WAYS = 8;
  private static final int TOKEN = 1000;

  private final long[] keys;
  private final long[] times;
  private final int[] levels;
  private final long secret;
  private final int mask;
  private final int perSecond;
  private final int full;

  /**
   * All full.
   *
   * @param places how many keys are known at a time, a power of two, at least eight
   * @param perSecond tokens that each key gets
   * @param burst tokens that it can save up
   * @param secret unknown to those whom it limits
   */
  public TokenBuckets(int places, int perSecond, int burst, long secret) {
    if (places < WAYS || Integer.bitCount(places) != 1 || perSecond < 1 || burst < 1) {
      throw new IllegalArgumentException(places + " places, " + perSecond + "/s, burst " + burst);
    }
    this.keys = new long[places];
    this.times = new long[places];
    this.levels = new int[places];
    this.secret = secret;
    this.mask = places - 1 & -WAYS;
    this.perSecond = perSecond;
    this.full = Math.multiplyExact(burst, TOKEN);
    Arrays.fill(levels, full);
  }

  /**
   * Takes one token.
   *
   * @param now milliseconds
   * @return false when the key has none left
   */
  public synchronized boolean take(long key, long now) {
    long mixed = HashMixing.mix(key ^ secret);
    int at = place((int) mixed & mask, mixed, now);
    refill(at, now);
    if (levels[at] < TOKEN) {
      return false;
    }
    levels[at] -= TOKEN;
    return true;
  }

  /**
   * The key's place; where it has none, the place of the fullest bucket, which says the least about
   * its key: nobody gets rid of an empty one by sending under many other keys.
   */
  private int place(int first, long tag, long now) {
    int fullest = first;
    for (int at = first; at < first + WAYS; at++) {
      if (keys[at] == tag) {
        return at;
      }
      if (level(at, now) > level(fullest, now)) {
        fullest = at;
      }
    }
    keys[fullest] = tag;
    times[fullest] = now;
    levels[fullest] = full;
    return fullest;
  }

  private void refill(int at, long now) {
    levels[at] = level(at, now);
    times[at] = now;
  }

  /** A clock that was set back gives nothing and takes nothing. */
  private int level(int at, long now) {
    long gained = Math.max(0, now - times[at]) * perSecond;
    return (int) Math.min(full, levels[at] + gained);
  }
}
