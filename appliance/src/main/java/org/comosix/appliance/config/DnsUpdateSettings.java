package org.comosix.appliance.config;

import java.util.List;
import java.util.Locale;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NameConflicts;

/**
 * Another DNS server whose zones we keep up to date.
 *
 * @param server where updates go
 * @param zones what we may write to there, lower case, without the dot at their ends; at least one
 * @param key the name of the {@link DnsKeySettings} that updates are signed with
 */
public record DnsUpdateSettings(
    Server server, List<String> zones, String key, NameConflicts conflicts) {

  public static final NameConflicts DEFAULT_MODE = NameConflicts.CHECK;
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
