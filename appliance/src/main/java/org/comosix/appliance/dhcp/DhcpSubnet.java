package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.lease.AddressPool;

/**
 * A subnet that is served, and what its clients are told about it.
 *
 * @param pools addresses for whoever asks; reservations may lie inside, outside, or be all there is
 * @param leaseTime whole seconds, 60 s to 4 294 967 294 s: all ones would mean infinite
 * @param dnsServers option 6, in order; the appliance itself as a rule
 * @param domainName option 15
 * @param options what the operator wants told besides; it goes before what is said here otherwise
 */
public record DhcpSubnet(
    Ipv4Subnet subnet,
    List<AddressPool> pools,
    Optional<Ipv4Address> router,
    Duration leaseTime,
    List<Ipv4Address> dnsServers,
    Optional<String> domainName,
    DhcpOptions options) {

  public static final Duration MIN_LEASE_TIME = Duration.ofMinutes(1);
  public static final Duration MAX_LEASE_TIME = Duration.ofSeconds(0xffff_fffeL);

  public DhcpSubnet {
    pools = List.copyOf(pools);
    dnsServers = List.copyOf(dnsServers);
    checkLeaseTime(leaseTime);
  }

  /**
   * Checks that a lease of this length can be told.
   *
   * @throws IllegalArgumentException shorter than a minute, or so long that it means infinite
   */
  static void checkLeaseTime(Duration leaseTime) {
    if (leaseTime.compareTo(MIN_LEASE_TIME) < 0 || leaseTime.compareTo(MAX_LEASE_TIME) > 0) {
      throw new IllegalArgumentException(
          "a lease time is " + MIN_LEASE_TIME + " to " + MAX_LEASE_TIME + ", not " + leaseTime);
    }
  }

  /** The same, with these addresses never given to anybody. */
  DhcpSubnet keeping(Set<Ipv4Address> addresses) {
    return new DhcpSubnet(
        subnet,
        pools.stream().map(pool -> pool.without(addresses)).toList(),
        router,
        leaseTime,
        dnsServers,
        domainName,
        options);
  }
}
