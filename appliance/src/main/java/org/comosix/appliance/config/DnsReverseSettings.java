package org.comosix.appliance.config;

import java.util.Locale;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * A reverse zone for a part of 256 addresses, whose name is agreed on with whoever has the zone of
 * all of them.
 *
 * @param network from /25 on
 * @param zone lower case, without the dot at its end
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2317">RFC 2317</a>
 */
public record DnsReverseSettings(Ipv4Subnet network, String zone) {

  public static final int MOST = 64;

  private static final int LEAST_PREFIX = 25;
  private static final int MAX_ZONE_LENGTH = 249; // 253 less an octet and its dot
  private static final String LABEL = "[a-z0-9_](?:[a-z0-9_/-]{0,61}[a-z0-9_])?";
  private static final Pattern ZONE = Pattern.compile(LABEL + "(?:\\." + LABEL + ")+");
  private static final Pattern WHOLE = Pattern.compile("(?:\\d{1,3}\\.){0,4}in-addr\\.arpa");

  public DnsReverseSettings {
    network = network(network);
    zone = zoneName(zone);
  }

  /**
   * Reads a network.
   *
   * @throws IllegalArgumentException another form, or 256 addresses and more
   */
  public static Ipv4Subnet network(String text) {
    return network(Ipv4Subnet.parse(text));
  }

  private static Ipv4Subnet network(Ipv4Subnet network) {
    if (network.prefixLength() < LEAST_PREFIX) {
      throw new IllegalArgumentException(
          "expected a network of fewer than 256 addresses, from /25 on, not " + network);
    }
    return network;
  }

  /**
   * Reads the zone's name.
   *
   * @return lower case, without a final dot
   * @throws IllegalArgumentException not letters, digits, underscores and inner hyphens and slashes
   *     between dots, or what an octet has as its zone anyway
   */
  public static String zoneName(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    String name = lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    if (!ZONE.matcher(name).matches()
        || WHOLE.matcher(name).matches()
        || name.length() > MAX_ZONE_LENGTH) {
      throw new IllegalArgumentException(
          "expected the zone that the addresses' aliases lead to, such as"
              + " 64/26.2.0.192.in-addr.arpa, not \""
              + text
              + "\"");
    }
    return name;
  }

  @Override
  public String toString() {
    return zone + " (" + network + ")";
  }
}
