package org.comosix.appliance.config;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NameConflicts;

/**
 * Another DNS server whose zones we keep up to date.
 *
 * @param server where updates go
 * @param zones what we may write to there, lower case, without the dot at their ends; at least one
 * @param key the name of the {@link DnsKeySettings} that updates are signed with
 * @param audit how often what is there is compared with what we wrote; empty for never
 */
public record DnsUpdateSettings(
    Server server,
    List<String> zones,
    String key,
    NameConflicts conflicts,
    Optional<Duration> audit) {

  public static final NameConflicts DEFAULT_MODE = NameConflicts.CHECK;
  public static final Duration DEFAULT_AUDIT = Duration.ofHours(1);
  public static final Duration SHORTEST_AUDIT = Duration.ofMinutes(1);
  public static final Duration LONGEST_AUDIT = Duration.ofDays(7);
  public static final int DEFAULT_PORT = 53;

  public DnsUpdateSettings {
    zones = List.copyOf(zones);
    if (zones.isEmpty()) {
      throw new IllegalArgumentException("a server is updated in one zone at least");
    }
  }

  /** An address and a port. */
  public record Server(Ipv4Address address, int port) {

    /**
     * Reads {@code 192.0.2.53} or {@code 192.0.2.53:5353}.
     *
     * @throws IllegalArgumentException another form, or a port that is none
     */
    public static Server parse(String text) {
      int colon = text.indexOf(':');
      try {
        return colon < 0
            ? new Server(Ipv4Address.parse(text), DEFAULT_PORT)
            : new Server(
                Ipv4Address.parse(text.substring(0, colon)),
                SettingForms.port(Integer.parseInt(text.substring(colon + 1))));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "expected an address such as 192.0.2.53 or 192.0.2.53:5353, not \"" + text + "\"", e);
      }
    }

    @Override
    public String toString() {
      return address + ":" + port;
    }
  }

  /**
   * Reads {@code 1h}, or {@code off}.
   *
   * @throws IllegalArgumentException another form, or outside the limits
   */
  public static Optional<Duration> audit(String text) {
    if (text.equals("off")) {
      return Optional.empty();
    }
    Duration interval;
    try {
      interval = SettingForms.duration(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(e.getMessage() + "; or \"off\"", e);
    }
    return Optional.of(SettingForms.durationWithin(interval, SHORTEST_AUDIT, LONGEST_AUDIT));
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
