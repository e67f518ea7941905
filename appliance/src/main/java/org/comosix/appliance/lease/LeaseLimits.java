package org.comosix.appliance.lease;

import java.time.Duration;

/**
 * What strangers get when a pool is short, so that invented machines cannot keep it from real ones.
 *
 * @param reservePercent of each pool, kept for known machines: those of the inventory, and those
 *     that had a lease here before. Never more addresses than there are such machines to come
 * @param shortLeaseTime of a stranger's first lease in a pool that is running short; a machine that
 *     is there renews it and has the full time then
 */
public record LeaseLimits(int reservePercent, Duration shortLeaseTime) {

  public static final int DEFAULT_RESERVE_PERCENT = 10;
  public static final Duration DEFAULT_SHORT_LEASE_TIME = Duration.ofMinutes(5);

  /** A pool is short when fewer of its addresses than these are left. */
  public static final int SHORT_PERCENT = 25;

  /** DECLINEs keep no more of a pool than this from everyone. */
  public static final int QUARANTINE_PERCENT = 25;

  /** Whoever was here that long ago was here before whatever goes on now. */
  public static final Duration KNOWN_SINCE = Duration.ofHours(1);

  public static final LeaseLimits DEFAULT =
      new LeaseLimits(DEFAULT_RESERVE_PERCENT, DEFAULT_SHORT_LEASE_TIME);

  public LeaseLimits {
    if (reservePercent < 0 || reservePercent > 100) {
      throw new IllegalArgumentException("0 to 100 percent can be kept, not " + reservePercent);
    }
    if (shortLeaseTime.toSeconds() < 1) {
      throw new IllegalArgumentException("a lease time is a second at least");
    }
  }
}
