package org.comosix.appliance.dns.forward;

import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/** The name servers that this machine itself asks: resolv.conf(5). */
public final class ResolvConf {

  private ResolvConf() {}

  /** The IPv4 addresses of its nameserver lines; what cannot be read is left out, as libc does. */
  public static List<Ipv4Address> nameServers(List<String> lines) {
    List<Ipv4Address> servers = new ArrayList<>();
    for (String line : lines) {
      String[] words = line.trim().split("\\s+");
      if (words.length >= 2 && words[0].equals("nameserver")) {
        try {
          servers.add(Ipv4Address.parse(words[1]));
        } catch (IllegalArgumentException e) {
          continue; // IPv6, which we do not speak.
        }
      }
    }
    return servers;
  }
}
