package org.comosix.appliance.config;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * What one client, one port or all strangers may take of DHCP.
 *
 * @param clientPacketsPerSecond 1 to 1000
 * @param relayPortLeases for each port that option 82 names; without it there is no limit
 * @param reservePercent of each pool, 0 to 90, kept for known machines
 * @param shortLeaseTime of a stranger's first lease in a pool that runs short, a minute to an hour
 */
public record LimitSettings(
    int clientPacketsPerSecond,
    OptionalInt relayPortLeases,
    int reservePercent,
    Duration shortLeaseTime) {

  public static final Duration LONGEST_SHORT_LEASE_TIME = Duration.ofHours(1);

  public static final LimitSettings DEFAULT =
      new LimitSettings(10, OptionalInt.empty(), 10, Duration.ofMinutes(5));

  public LimitSettings {
    packetsPerSecond(clientPacketsPerSecond);
    relayPortLeases.ifPresent(LimitSettings::leases);
    percent(reservePercent);
    shortTime(shortLeaseTime);
  }

  /**
   * Checks how often a client may send.
   *
   * @throws IllegalArgumentException outside 1 to 1000
   */
  public static int packetsPerSecond(long number) {
    return SettingForms.within(number, 1, 1000);
  }

  /**
   * Checks a number of leases.
   *
   * @throws IllegalArgumentException outside 1 to 65535
   */
  public static int leases(long number) {
    return SettingForms.within(number, 1, 65_535);
  }

  /**
   * Checks how much of a pool may be kept.
   *
   * @throws IllegalArgumentException outside 0 to 90
   */
  public static int percent(long number) {
    return SettingForms.within(number, 0, 90);
  }

  /**
   * Checks a first lease's time.
   *
   * @throws IllegalArgumentException outside a minute to an hour
   */
  public static Duration shortTime(Duration time) {
    return SettingForms.durationWithin(
        time, SubnetSettings.MIN_LEASE_TIME, LONGEST_SHORT_LEASE_TIME);
  }
}
