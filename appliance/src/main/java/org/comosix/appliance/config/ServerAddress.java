package org.comosix.appliance.config;

import java.net.InetSocketAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;

/** Where another DNS server answers. */
public record ServerAddress(Ipv4Address address, int port) {

  public static final int DEFAULT_PORT = 53;

  private static final Pattern FORM = Pattern.compile("([^:]+)(?::(\\d{1,6}))?");

  /**
   * Reads {@code 192.0.2.53} or {@code 192.0.2.53:5353}.
   *
   * @throws IllegalArgumentException another form, or a port that is none
   */
  public static ServerAddress parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected an address such as 192.0.2.53 or 192.0.2.53:5353, not \"" + text + "\"");
    }
    Ipv4Address address = Ipv4Address.parse(parts.group(1));
    return parts.group(2) == null
        ? new ServerAddress(address, DEFAULT_PORT)
        : new ServerAddress(address, SettingForms.port(Long.parseLong(parts.group(2))));
  }

  public InetSocketAddress socketAddress() {
    return new InetSocketAddress(address.toInetAddress(), port);
  }

  @Override
  public String toString() {
    return address + ":" + port;
  }
}
