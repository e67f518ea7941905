package org.comosix.appliance.dhcp.limit;

/**
 * Which keys came lately: a row of Bloom filters, of which the oldest is emptied and becomes the
 * newest as time goes on. Fixed memory, never a wrong no; a wrong yes for some in a hundred when it
 * holds as many keys as it was made for.
 *
 * <p>Any thread; allocates nothing.
 */
public final class RecentKeys {

  private static final int PROBES = 3;
  private static final int BITS_PER_KEY = 10;

  private final long[][] filters;
  private final long period;
  private final long secret;
  private final int mask;
  private int newest;
  private long newestBegan;

  /**
   * Empty.
   *
   * @param keys how many come within one period
   * @param periods how many are remembered, at least two
   * @param period milliseconds
   * @param secret unknown to those who send the keys
   */
  public RecentKeys(int keys, int periods, long period, long secret) {
    int bits = Integer.highestOneBit(Math.max(Long.SIZE, keys * BITS_PER_KEY - 1)) << 1;
    this.filters = new long[periods][bits / Long.SIZE];
    this.mask = bits - 1;
    this.period = period;
    this.secret = secret;
  }

  /** Remembers a key. */
  public synchronized void add(long key, long now) {
    turn(now);
    long hash = HashMixing.mix(key ^ secret);
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(hash, probe);
      filters[newest][bit / Long.SIZE] |= 1L << bit;
    }
  }

  /** Whether it came in this period or in one of those remembered. */
  public synchronized boolean came(long key, long now) {
    turn(now);
    return isIn(newest, key) || cameEarlier(key);
  }

  /** Whether it came in an earlier period; this one does not count. */
  public synchronized boolean cameBefore(long key, long now) {
    turn(now);
    return cameEarlier(key);
  }

  private boolean cameEarlier(long key) {
    for (int filter = 0; filter < filters.length; filter++) {
      if (filter != newest && isIn(filter, key)) {
        return true;
      }
    }
    return false;
  }

  private boolean isIn(int filter, long key) {
    long hash = HashMixing.mix(key ^ secret);
    for (int probe = 0; probe < PROBES; probe++) {
      int bit = bit(hash, probe);
      if ((filters[filter][bit / Long.SIZE] & 1L << bit) == 0) {
        return false;
      }
    }
    return true;
  }

  private int bit(long hash, int probe) {
    return (int) (hash >>> 32) + probe * (int) (hash | 1) & mask;
  }

  /** A clock that was set back begins the present period anew, nothing else. */
  private void turn(long now) {
    newestBegan = Math.min(newestBegan, now);
    if (now - newestBegan >= period * filters.length) {
      for (long[] filter : filters) {
        java.util.Arrays.fill(filter, 0);
      }
      newestBegan = now;
    }
    while (now - newestBegan >= period) {
      newest = (newest + 1) % filters.length;
      java.util.Arrays.fill(filters[newest], 0);
      newestBegan += period;
    }
  }
}
