package org.comosix.appliance.config;

import java.util.List;
import java.util.Locale;
import org.comosix.appliance.domain.NameConflicts;

/**
 * Another DNS server whose zones we keep up to date.
 *
 * @param server where updates go
 * @param zones what we may write to there, lower case, without the dot at their ends; at least one
 * @param key the name of the {@link DnsKeySettings} that updates are signed with
 */
public record DnsUpdateSettings(
    ServerAddress server, List<String> zones, String key, NameConflicts conflicts) {

  public static final NameConflicts DEFAULT_MODE = NameConflicts.CHECK;

  public DnsUpdateSettings {
    zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("a server is updated in one zone at least");
    }
  }

  /**
   * Reads the name of a zone, forward or reverse.
   *
   * @throws IllegalArgumentException not letters, digits and inner hyphens between dots
   */
  public static String zoneName(String text) {
    String name = DnsSettings.zoneName(text);
    if (name.toLowerCase(Locale.ROOT).endsWith("ip6.arpa")) {
      throw new IllegalArgumentException("there are no IPv6 addresses to write to " + name);
    }
    return name;
  }
}
