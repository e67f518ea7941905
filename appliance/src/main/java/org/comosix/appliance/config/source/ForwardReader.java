package org.comosix.appliance.config.source;

import java.util.List;
import org.comosix.appliance.config.DnsForwardSettings;
import org.comosix.appliance.config.ServerAddress;

/** Reads {@code [dns.forward]}. */
final class ForwardReader {

  private ForwardReader() {}

  /** What is wrong is in the reading; the value is then of no use to anybody. */
  static DnsForwardSettings read(ConfigTable table) {
    boolean enabled = table.optionalFlag("enabled").orElse(DnsForwardSettings.DEFAULT.enabled());
    List<ServerAddress> upstreams = table.optionalList("upstreams", ServerAddress::parse);
    long cacheSize =
        table
            .optional("cache-size", DnsForwardSettings::cacheSize)
            .orElse(DnsForwardSettings.DEFAULT_CACHE_SIZE);
    table.rejectOtherKeys();
    return table
        .buildAt("upstreams", () -> new DnsForwardSettings(enabled, upstreams, cacheSize))
        .orElse(DnsForwardSettings.DEFAULT);
  }
}
