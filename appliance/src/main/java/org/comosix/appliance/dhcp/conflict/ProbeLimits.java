package org.comosix.appliance.dhcp.conflict;

import java.time.Duration;

/**
 * How much is probed, so that probing neither fills the network nor holds up many clients.
 *
 * @param answerWait how long an answer is waited for; after it the address counts as free
 * @param freeFor how long that is believed
 * @param returning a client whose lease of the address ended less long ago gets it unprobed
 * @param reserve how many of the next addresses of each pool are kept probed ahead
 * @param aheadPerSecond probes ahead that are begun in one second
 * @param waitingPerSecond offers that may begin to wait for a probe in one second; what comes above
 *     goes out unprobed, since a client that waits is slower than one conflict in many is bad
 */
public record ProbeLimits(
    Duration answerWait,
    Duration freeFor,
    Duration returning,
    int reserve,
    int aheadPerSecond,
    int waitingPerSecond) {

  /** With the wait that the operator chose. */
  public static ProbeLimits standard(Duration wait) {
    return new ProbeLimits(wait, Duration.ofMinutes(10), Duration.ofDays(1), 256, 50, 5);
  }
}
