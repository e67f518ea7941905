package org.comosix.appliance.config.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DnsReverseSettings;
import org.comosix.appliance.domain.Ipv4Subnet;

/** Reads the {@code [[dns.reverse]]} tables. */
final class ReverseReader {

  private final Collisions collisions;

  ReverseReader(Collisions collisions) {
    this.collisions = collisions;
  }

  List<DnsReverseSettings> read(List<ConfigTable> tables) {
    List<DnsReverseSettings> zones = new ArrayList<>();
    for (ConfigTable table : tables) {
      read(table)
          .flatMap(zone -> table.buildAt("zone", () -> oneMore(zone, zones.size())))
          .ifPresent(
              zone -> {
                collisions.reverseZone(path(table), zone);
                zones.add(zone);
              });
    }
    return zones;
  }

  private static Optional<DnsReverseSettings> read(ConfigTable table) {
    Optional<Ipv4Subnet> network =
        table.required("network", "\"192.0.2.64/26\"", DnsReverseSettings::network);
    Optional<String> zone =
        table.required("zone", "\"64/26.2.0.192.in-addr.arpa\"", DnsReverseSettings::zoneName);
    table.rejectOtherKeys();
    return network.isEmpty() || zone.isEmpty()
        ? Optional.empty()
        : Optional.of(new DnsReverseSettings(network.get(), zone.get()));
  }

  private static DnsReverseSettings oneMore(DnsReverseSettings zone, int before) {
    if (before == DnsReverseSettings.MOST) {
      throw new IllegalArgumentException(
          "at most " + DnsReverseSettings.MOST + " classless reverse zones");
    }
    return zone;
  }

  /** Of the table itself: that of its keys without the key. */
  private static String path(ConfigTable table) {
    String key = table.pathOf("zone");
    return key.substring(0, key.length() - ".zone".length());
  }
}
