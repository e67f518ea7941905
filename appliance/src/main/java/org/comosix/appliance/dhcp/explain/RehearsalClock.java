package org.comosix.appliance.dhcp.explain;

import java.time.Instant;
import java.time.InstantSource;

/** The time of the message that is explained. One thread. */
public final class RehearsalClock implements InstantSource {

  private Instant now;

  public RehearsalClock(Instant now) {
    this.now = now;
  }

  /** Never turned back: messages of a capture may be out of order by a little. */
  public void advanceTo(Instant time) {
    now = time.isAfter(now) ? time : now;
  }

  @Override
  public Instant instant() {
    return now;
  }
}
