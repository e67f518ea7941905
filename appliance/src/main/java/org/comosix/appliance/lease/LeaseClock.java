package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.LongSupplier;

/**
 * The time of day, in whole seconds, and whether it was set. A machine without a battery boots in
 * 1970, or whenever it was switched off, and NTP sets its clock while it serves: leases given
 * before that must last as long as their clients were told.
 */
public final class LeaseClock implements InstantSource {

  /** NTP slews what is less, and so do we. */
  private static final Duration LEAST_JUMP = Duration.ofSeconds(2);

  private final InstantSource timeOfDay;
  private final LongSupplier elapsed;
  private Instant lastTime;
  private long lastElapsed;

  /**
   * A clock that tells when it was set.
   *
   * @param elapsed nanoseconds from any moment on, which nobody sets: {@code System::nanoTime}
   */
  public LeaseClock(InstantSource timeOfDay, LongSupplier elapsed) {
    this.timeOfDay = timeOfDay;
    this.elapsed = elapsed;
    this.lastTime = timeOfDay.instant();
    this.lastElapsed = elapsed.getAsLong();
  }

  /** A clock that nobody sets while it is used. */
  public static LeaseClock neverSet(InstantSource clock) {
    return new LeaseClock(clock, () -> Duration.between(Instant.EPOCH, clock.instant()).toNanos());
  }

  @Override
  public Instant instant() {
    return timeOfDay.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * How far the clock was set forward, in whole seconds, since this was asked last; negative when
   * it was set back, zero when it only went on.
   */
  Duration jump() {
    Instant now = timeOfDay.instant();
    long nanos = elapsed.getAsLong();
    Duration jump = Duration.between(lastTime, now).minusNanos(nanos - lastElapsed);
    lastTime = now;
    lastElapsed = nanos;
    return jump.abs().compareTo(LEAST_JUMP) < 0
        ? Duration.ZERO
        : Duration.ofSeconds(jump.plusMillis(500).toSeconds());
  }
}
