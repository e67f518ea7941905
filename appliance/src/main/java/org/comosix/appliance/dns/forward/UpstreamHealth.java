package org.comosix.appliance.dns.forward;

import java.util.concurrent.TimeUnit;

/**
 * How long an upstream server may take, and whether it is asked at all. One thread. All times are
 * nanoseconds of the clock that only goes forward.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6298#section-2">RFC 6298, section 2</a>, whose
 *     smoothing is used
 */
public final class UpstreamHealth {

  /** A server that resolves needs longer for some names than for others. */
  private static final long MIN_PATIENCE = TimeUnit.MILLISECONDS.toNanos(400);

  private static final long FIRST_PATIENCE = TimeUnit.SECONDS.toNanos(1);
  private static final long MAX_PATIENCE = TimeUnit.MILLISECONDS.toNanos(1500);

  /** One name may be slow; three in a row without any answer between are the server. */
  private static final int SILENCES = 3;

  private static final long FIRST_REST = TimeUnit.SECONDS.toNanos(1);
  private static final int MAX_DOUBLINGS = 6;

  private boolean measured;
  private long smoothed;
  private long variation;
  private long lastAnswer;
  private boolean everAnswered;
  private int silences;
  private int rests;
  private boolean resting;

  /** How long to wait before the next server is asked. */
  public long patience() {
    return measured
        ? Math.min(MAX_PATIENCE, Math.max(MIN_PATIENCE, smoothed + 4 * variation))
        : FIRST_PATIENCE;
  }

  /** Others are asked first. */
  public boolean isResting() {
    return resting;
  }

  /** Until it is probed again: 1 s, doubled each time up to a minute or so. */
  public long rest() {
    return FIRST_REST << Math.min(MAX_DOUBLINGS, Math.max(0, rests - 1));
  }

  /**
   * It answered, whatever the answer.
   *
   * @return it was resting until now
   */
  public boolean answered(long sent, long now) {
    measure(now - sent);
    boolean recovered = resting;
    lastAnswer = now;
    everAnswered = true;
    silences = 0;
    rests = 0;
    resting = false;
    return recovered;
  }

  private void measure(long time) {
    if (measured) {
      variation += (Math.abs(smoothed - time) - variation) / 4;
      smoothed += (time - smoothed) / 8;
    } else {
      smoothed = time;
      variation = time / 2;
      measured = true;
    }
  }

  /**
   * It let a query wait for too long. That counts only if it has answered nothing else since.
   *
   * @return it begins to rest
   */
  public boolean silent(long sent) {
    if (everAnswered && lastAnswer - sent > 0) {
      return false;
    }
    silences++;
    return silences >= SILENCES && beginRest();
  }

  /**
   * Nobody listens there.
   *
   * @return it begins to rest
   */
  public boolean unreachable() {
    return beginRest();
  }

  /** A probe was not answered: the rest goes on, for longer. */
  public void stillSilent() {
    rests++;
  }

  private boolean beginRest() {
    boolean begins = !resting;
    if (begins) {
      resting = true;
      rests++;
    }
    return begins;
  }
}
