package org.comosix.appliance.lease.exchange;

import java.util.Optional;
import java.util.regex.Pattern;

/** Whose lease file it is. */
public enum LeaseFormat {
  ISC("(?m)^\\s*(lease\\s+\\d|authoring-byte-order|server-duid|failover peer)"),
  KEA("\\A" + KeaLeases.FIRST_COLUMNS + ","),
  JSON("\\A\\s*\\{"),
  DNSMASQ(
      "(?m)^\\s*(\\d+ (\\S+-)?([0-9a-fA-F]{2}:)+[0-9a-fA-F]{2} \\d+\\.\\d+\\.\\d+\\.\\d+ |duid )");

  private final Pattern looksLike;

  LeaseFormat(String looksLike) {
    this.looksLike = Pattern.compile(looksLike);
  }

  public LeaseFile read(String text) {
    return switch (this) {
      case ISC -> IscLeases.read(text);
      case KEA -> KeaLeases.read(text);
      case JSON -> OwnLeases.read(text);
      case DNSMASQ -> DnsmasqLeases.read(text);
    };
  }

  /** By what stands in it; empty when it looks like none. */
  public static Optional<LeaseFormat> of(String text) {
    for (LeaseFormat format : values()) {
      if (format.looksLike.matcher(text).find()) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
