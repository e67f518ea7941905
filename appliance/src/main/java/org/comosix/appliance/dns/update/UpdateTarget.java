package org.comosix.appliance.dns.update;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.NameConflicts;
import org.comosix.appliance.domain.TsigKey;

/**
 * A server that we tell our names.
 *
 * @param zones what we may write to there
 * @param audit how often what is there is compared with what we wrote; empty for never
 */
public record UpdateTarget(
    InetSocketAddress server,
    List<DomainName> zones,
    TsigKey key,
    NameConflicts conflicts,
    Optional<Duration> audit) {

  public UpdateTarget {
    zones = List.copyOf(zones);
  }

  /** The smallest of the zones in which a name lies. */
  Optional<DomainName> zoneOf(DomainName name) {
    return zones.stream()
        .filter(zone -> isIn(zone, name))
        .max(Comparator.comparingInt(DomainName::length));
  }

  private static boolean isIn(DomainName zone, DomainName name) {
    Optional<DomainName> ancestor = Optional.of(name);
    while (ancestor.isPresent() && ancestor.get().length() >= zone.length()) {
      if (ancestor.get().equals(zone)) {
        return true;
      }
      ancestor = ancestor.get().parent();
    }
    return false;
  }

  /** For a file's name; differs between two targets of one server, which differ in zones. */
  String id() {
    String zone = zones.get(0).toString();
    return server.getAddress().getHostAddress()
        + "-"
        + server.getPort()
        + "-"
        + zone.substring(0, zone.length() - 1);
  }

  @Override
  public String toString() {
    return server.getAddress().getHostAddress() + ":" + server.getPort();
  }
}
