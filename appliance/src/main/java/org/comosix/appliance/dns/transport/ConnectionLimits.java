package org.comosix.appliance.dns.transport;

import java.time.Duration;

/**
 * What TCP clients may hold.
 *
 * @param total connections at one time
 * @param perClient of them from one address
 * @param idle how long a connection may go without a whole query
 */
public record ConnectionLimits(int total, int perClient, Duration idle) {

  /** RFC 7766, section 6.2.3, leaves the idle time at "a few seconds". */
  public static final ConnectionLimits DEFAULT =
      new ConnectionLimits(512, 64, Duration.ofSeconds(10));
}
