package org.comosix.appliance.config.source;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.comosix.appliance.config.LimitSettings;
import org.comosix.appliance.config.SettingForms;

/** Reads {@code [dhcp.limits]}. */
final class LimitsReader {

  private static final LimitSettings USUAL = LimitSettings.DEFAULT;

  private LimitsReader() {}

  static LimitSettings read(ConfigTable table) {
    Optional<Integer> packets =
        table.optionalNumber("client-packets-per-second", LimitSettings::packetsPerSecond);
    Optional<Integer> leases = table.optionalNumber("relay-port-leases", LimitSettings::leases);
    Optional<Integer> reserve = table.optionalNumber("reserve-percent", LimitSettings::percent);
    Optional<Duration> shortTime =
        table.optional(
            "short-lease-time", text -> LimitSettings.shortTime(SettingForms.duration(text)));
    table.rejectOtherKeys();
    return new LimitSettings(
        packets.orElse(USUAL.clientPacketsPerSecond()),
        leases.map(OptionalInt::of).orElse(USUAL.relayPortLeases()),
        reserve.orElse(USUAL.reservePercent()),
        shortTime.orElse(USUAL.shortLeaseTime()));
  }
}
