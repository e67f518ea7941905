package org.comosix.appliance.dhcp.limit;

import java.util.OptionalInt;
import org.comosix.appliance.lease.LeaseLimits;

/**
 * How much of what we have one of them may take.
 *
 * @param clientPacketsPerSecond what one client may send before the rest is dropped; four times as
 *     many in a burst
 * @param relayPortLeases how many leases the machines behind one port of a relay or switch may have
 * @param leases what strangers get when a pool is short
 * @param secret decides where things lie in tables of fixed size; whoever knew it could choose
 *     addresses that push others out
 */
public record DhcpLimits(
    int clientPacketsPerSecond, OptionalInt relayPortLeases, LeaseLimits leases, long secret) {

  /** Clients send two packets in a burst, and then one every few seconds. */
  public static final int DEFAULT_CLIENT_PACKETS_PER_SECOND = 10;

  public static final int BURST = 4;

  /** What an administrator who sets nothing has. */
  public static DhcpLimits usual(long secret) {
    return new DhcpLimits(
        DEFAULT_CLIENT_PACKETS_PER_SECOND, OptionalInt.empty(), LeaseLimits.DEFAULT, secret);
  }

  public DhcpLimits {
    if (clientPacketsPerSecond < 1) {
      throw new IllegalArgumentException(
          "a client must be heard, not " + clientPacketsPerSecond + " times a second");
    }
  }
}
