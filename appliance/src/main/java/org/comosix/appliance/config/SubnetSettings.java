package org.comosix.appliance.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * One subnet served by DHCP. Cannot exist with a pool or a router outside the subnet, or with a
 * pool that would give the router's address away.
 *
 * @param subnet prefix length 8 to 30
 * @param pool ranges that do not overlap; empty when only nodes with a reserved address are served
 * @param exclude ranges of the subnet that are never given, whatever the pool says
 * @param router option 3; without one the nodes have no default route
 * @param leaseTime whole seconds
 * @param network subnets of one name lie on one link
 * @param options told besides, those of {@code [dhcp]} among them
 */
public record SubnetSettings(
    Ipv4Subnet subnet,
    List<AddressRange> pool,
    List<AddressRange> exclude,
    Optional<Ipv4Address> router,
    Duration leaseTime,
    Optional<String> network,
    DhcpOptionSettings options) {

  public static final Duration MIN_LEASE_TIME = Duration.ofMinutes(1);
  public static final Duration MAX_LEASE_TIME = Duration.ofDays(365);
  public static final int MIN_PREFIX_LENGTH = 8;

  /** In a /31 there is no room for a server, a node and a broadcast address. */
  public static final int MAX_PREFIX_LENGTH = 30;

  public SubnetSettings {
    served(subnet);
    pool = List.copyOf(pool);
    pool.forEach(range -> inside(subnet, range));
    exclude = List.copyOf(exclude);
    exclude.forEach(range -> inside(subnet, range));
    router.ifPresent(address -> hostOf(subnet, address));
    SettingForms.durationWithin(leaseTime, MIN_LEASE_TIME, MAX_LEASE_TIME);
  }

  /** A subnet that has its link for itself and gives its whole pool. */
  public SubnetSettings(
      Ipv4Subnet subnet,
      List<AddressRange> pool,
      Optional<Ipv4Address> router,
      Duration leaseTime) {
    this(subnet, pool, List.of(), router, leaseTime, Optional.empty(), DhcpOptionSettings.NONE);
  }

  /** The pool without what is excluded, in order. */
  public List<AddressRange> given() {
    return without(pool, exclude);
  }

  /** What is left of some ranges without others. */
  public static List<AddressRange> without(List<AddressRange> ranges, List<AddressRange> taken) {
    List<AddressRange> left = ranges;
    for (AddressRange each : taken) {
      left = left.stream().flatMap(range -> range.without(each).stream()).toList();
    }
    return left;
  }

  /**
   * Checks that DHCP can serve a subnet of this size.
   *
   * @throws IllegalArgumentException too small or too large
   */
  public static Ipv4Subnet served(Ipv4Subnet subnet) {
    int length = subnet.prefixLength();
    if (length < MIN_PREFIX_LENGTH || length > MAX_PREFIX_LENGTH) {
      throw new IllegalArgumentException(
          "expected a prefix length from /"
              + MIN_PREFIX_LENGTH
              + " to /"
              + MAX_PREFIX_LENGTH
              + ", not /"
              + length);
    }
    return subnet;
  }

  /**
   * Checks that a machine of the subnet may have this address.
   *
   * @throws IllegalArgumentException outside, or the network's or the broadcast address
   */
  public static Ipv4Address hostOf(Ipv4Subnet subnet, Ipv4Address address) {
    if (!subnet.contains(address)) {
      throw new IllegalArgumentException(address + " is outside the subnet " + subnet);
    }
    if (address.equals(subnet.network())) {
      throw new IllegalArgumentException(address + " is the network address of " + subnet);
    }
    if (address.equals(subnet.broadcast())) {
      throw new IllegalArgumentException(address + " is the broadcast address of " + subnet);
    }
    return address;
  }

  /**
   * Checks that every address of a range may be given to a machine of the subnet.
   *
   * @throws IllegalArgumentException one end is not a host's address
   */
  public static AddressRange inside(Ipv4Subnet subnet, AddressRange range) {
    hostOf(subnet, range.first());
    hostOf(subnet, range.last());
    return range;
  }
}
