package org.comosix.appliance.dns.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;

/** The name servers that this machine itself asks: resolv.conf(5). */
public final class ResolvConf {

  private static final Pattern NAME_SERVER = Pattern.compile("\\s*nameserver\\s+(\\S+)(?:\\s.*)?");

  private ResolvConf() {}

  /** The IPv4 addresses of its nameserver lines; what cannot be read is left out, as libc does. */
  public static List<Ipv4Address> nameServers(List<String> lines) {
    List<Ipv4Address> servers = new ArrayList<>();
    for (String line : lines) {
      Matcher nameServer = NAME_SERVER.matcher(line);
      if (nameServer.matches()) {
        ipv4(nameServer.group(1)).ifPresent(servers::add);
      }
    }
    return servers;
  }

  /** Empty for IPv6, which we do not speak. */
  private static Optional<Ipv4Address> ipv4(String text) {
    try {
      return Optional.of(Ipv4Address.parse(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
