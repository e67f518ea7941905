package org.comosix.appliance.testkit;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that a test turns by hand. */
public final class FakeClock implements InstantSource {

  private volatile Instant now = Instant.parse("2026-11-22T12:00:00Z");

  @Override
  public Instant instant() {
    return now;
  }

  public void advance(Duration by) {
    now = now.plus(by);
  }
}
