package org.comosix.appliance.dns;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.StaticRecord;

/**
 * What the name server is authoritative for.
 *
 * @param zone the forward zone
 * @param labels how nodes are named in it
 * @param subnets where nodes live: the reverse zones
 * @param servers our own addresses, for {@code ns} and {@code comosix} in the zone; at least one
 * @param ttl of every record that has no other, whole seconds, from 0 to one day
 * @param records what stands in the zone beside the machines
 * @param classless more reverse zones; none lies in another zone, or another in it
 */
public record ZoneDefinition(
    DomainName zone,
    NodeLabels labels,
    List<Ipv4Subnet> subnets,
    List<Ipv4Address> servers,
    Duration ttl,
    List<StaticRecord> records,
    List<ClasslessZone> classless) {

  /** The name that SOA and NS records carry. */
  public static final String NAME_SERVER_LABEL = "ns";

  /** The name for people and for nodes. */
  public static final String SERVER_LABEL = "comosix";

  private static final Duration MAX_TTL = Duration.ofDays(1);
  private static final int BITS_PER_LABEL = 8;

  public ZoneDefinition {
    subnets = List.copyOf(subnets);
    servers = List.copyOf(servers);
    records = List.copyOf(records);
    classless = List.copyOf(classless);
    if (servers.isEmpty()) {
      throw new IllegalArgumentException("a zone needs the address of its name server");
    }
    if (ttl.isNegative() || ttl.compareTo(MAX_TTL) > 0) {
      throw new IllegalArgumentException("a time to live is 0 s to 1 day, not " + ttl);
    }
    // The longest label and its length octet must fit before the zone.
    if (zone.length() + 1 + DomainName.MAX_LABEL_LENGTH > DomainName.MAX_LENGTH) {
      throw new IllegalArgumentException("no room for a node's name before " + zone);
    }
  }

  /** With the reverse zones that follow from the subnets. */
  public ZoneDefinition(
      DomainName zone,
      NodeLabels labels,
      List<Ipv4Subnet> subnets,
      List<Ipv4Address> servers,
      Duration ttl,
      List<StaticRecord> records) {
    this(zone, labels, subnets, servers, ttl, records, List.of());
  }

  /** With nothing but machines in it. */
  public ZoneDefinition(
      DomainName zone,
      NodeLabels labels,
      List<Ipv4Subnet> subnets,
      List<Ipv4Address> servers,
      Duration ttl) {
    this(zone, labels, subnets, servers, ttl, List.of());
  }

  /**
   * The apexes of the reverse zones that follow from the subnets. A reverse zone ends at an octet,
   * so that a /20 is sixteen zones, and a /26 is sixty-four of one address each: we answer for no
   * address outside the subnet.
   */
  public Set<DomainName> reverseZones() {
    Set<DomainName> zones = new LinkedHashSet<>();
    for (Ipv4Subnet subnet : subnets) {
      zones.addAll(reverseZones(subnet));
    }
    return zones;
  }

  private static List<DomainName> reverseZones(Ipv4Subnet subnet) {
    int octets = Math.max(1, (subnet.prefixLength() + BITS_PER_LABEL - 1) / BITS_PER_LABEL);
    int freeBits = octets * BITS_PER_LABEL - subnet.prefixLength();
    int step = 1 << (Integer.SIZE - octets * BITS_PER_LABEL);
    List<DomainName> zones = new ArrayList<>();
    for (int i = 0; i < 1 << freeBits; i++) {
      zones.add(DomainName.reverseOf(subnet.network().plus(i * step), octets));
    }
    return zones;
  }

  int ttlSeconds() {
    return Math.toIntExact(ttl.toSeconds());
  }
}
