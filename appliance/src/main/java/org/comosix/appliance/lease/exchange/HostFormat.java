package org.comosix.appliance.lease.exchange;

import java.util.Optional;
import java.util.regex.Pattern;

/** Whose configuration it is. */
public enum HostFormat {
  KEA("\\A(\\s|#[^\\n]*\\n|//[^\\n]*\\n|/\\*.*?\\*/)*\\{"),
  ISC("(?m)^\\s*(host\\s+\\S+\\s*\\{|subnet\\s+\\S+\\s+netmask\\s|group\\s.*\\{)"),
  DNSMASQ("(?m)^\\s*(dhcp-[a-z]+\\s*=|([0-9a-fA-F]{1,2}:){5}[0-9a-fA-F]{1,2}\\s*,)");

  private final Pattern looksLike;

  HostFormat(String looksLike) {
    this.looksLike = Pattern.compile(looksLike, Pattern.DOTALL);
  }

  public HostFile read(String text) {
    return switch (this) {
      case KEA -> KeaHosts.read(text);
      case ISC -> IscHosts.read(text);
      case DNSMASQ -> DnsmasqHosts.read(text);
    };
  }

  /** By what stands in it; empty when it looks like none. */
  public static Optional<HostFormat> of(String text) {
    for (HostFormat format : values()) {
      if (format.looksLike.matcher(text).find()) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
