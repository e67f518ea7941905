package org.comosix.appliance.dns;

/**
 * The serials of our zones: Unix time, seconds. A serial stands for one content, so that there is
 * at most one new serial each second and none runs ahead of the clock: it needs no file to grow
 * across a restart. A clock that steps back does not take it back while we run. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1982">RFC 1982</a>
 */
final class ZoneSerial {

  private static final long MODULUS = 1L << 32;
  private static final long HALF = 1L << 31;

  private long last;

  /** The first serial will be that of {@code nowSeconds}. */
  ZoneSerial(long nowSeconds) {
    last = nowSeconds - 1;
  }

  /** A serial that was not there yet: the clock's, where that is still to be had. */
  synchronized long next(long nowSeconds) {
    last = nowSeconds > last ? nowSeconds : last + 1;
    return last;
  }

  /** Whether a copy with the one serial is at least as new as the other (RFC 1982, section 3.2). */
  static boolean isAtLeast(long one, long other) {
    return Math.floorMod(one - other, MODULUS) < HALF;
  }
}
