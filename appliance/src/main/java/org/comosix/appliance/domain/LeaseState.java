package org.comosix.appliance.domain;

/**
 * Where a lease stands. What is past its end is EXPIRED by the clock, whatever was last written.
 */
public enum LeaseState {
  /** Reserved for a client by an OFFER; short, in memory only. */
  OFFERED,
  /** Acknowledged; on disk. */
  BOUND,
  /** Given back by DHCPRELEASE. */
  RELEASED,
  /** Its time ran out. */
  EXPIRED,
  /**
   * Found in use by its client (DHCPDECLINE) or by our probe: kept from everyone until its end. The
   * client is the one that declined, or the machine that answered the probe.
   */
  DECLINED
}
