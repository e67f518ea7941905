package org.comosix.appliance;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ClassSettings;
import org.comosix.appliance.config.LimitSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.dhcp.ClassMatch;
import org.comosix.appliance.dhcp.DhcpClass;
import org.comosix.appliance.dhcp.DhcpNetwork;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.DhcpSubnet;
import org.comosix.appliance.dhcp.limit.DhcpLimits;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseLimits;

/** The settings of DHCP as its room takes them. A function. */
public final class DhcpSetup {

  private final ApplianceSettings settings;
  private final List<ServedLink> links;

  private DhcpSetup(ApplianceSettings settings, List<ServedLink> links) {
    this.settings = settings;
    this.links = links;
  }

  /**
   * Translates.
   *
   * @param links where we serve, at least one
   */
  public static DhcpRules rules(ApplianceSettings settings, List<ServedLink> links) {
    return new DhcpSetup(settings, links).rules();
  }

  /**
   * Translates.
   *
   * @param secret another one at each start
   */
  static DhcpLimits limits(ApplianceSettings settings, long secret) {
    LimitSettings limits = settings.dhcp().limits();
    return new DhcpLimits(
        limits.clientPacketsPerSecond(),
        limits.relayPortLeases(),
        new LeaseLimits(limits.reservePercent(), limits.shortLeaseTime()),
        secret);
  }

  private DhcpRules rules() {
    return new DhcpRules(
        networks(),
        settings.dhcp().classes().stream().map(this::dhcpClass).toList(),
        Set.copyOf(settings.dhcp().relays()),
        settings.dhcp().rapidCommit(),
        settings.dns().labels());
  }

  /** Subnets of one name are one link; one without a name has a link for itself. */
  private List<DhcpNetwork> networks() {
    Map<String, List<DhcpSubnet>> networks = new LinkedHashMap<>();
    for (SubnetSettings subnet : settings.dhcp().subnets()) {
      String name = subnet.network().orElse(subnet.subnet().toString());
      networks.merge(
          name,
          List.of(dhcpSubnet(subnet)),
          (before, added) -> Stream.concat(before.stream(), added.stream()).toList());
    }
    return networks.entrySet().stream()
        .map(network -> new DhcpNetwork(network.getKey(), network.getValue()))
        .toList();
  }

  private DhcpSubnet dhcpSubnet(SubnetSettings subnet) {
    List<AddressRange> given = subnet.given();
    return new DhcpSubnet(
        subnet.subnet(),
        given.isEmpty() ? List.of() : List.of(pool(subnet, given)),
        subnet.router(),
        subnet.leaseTime(),
        ownAddresses(subnet),
        Optional.of(settings.dns().zone()),
        subnet.options().options());
  }

  /** In the client's own subnet where we have one; who comes through a relay asks the first. */
  private List<Ipv4Address> ownAddresses(SubnetSettings subnet) {
    List<Ipv4Address> own =
        links.stream()
            .filter(link -> link.subnet().equals(subnet.subnet()))
            .map(ServedLink::address)
            .toList();
    return own.isEmpty() ? List.of(links.get(0).address()) : own;
  }

  private DhcpClass dhcpClass(ClassSettings each) {
    return new DhcpClass(
        each.name(),
        new ClassMatch(each.vendorClass(), each.userClass(), each.mac(), each.known()),
        each.role(),
        each.leaseTime(),
        classPools(each),
        each.options().options(),
        each.byClientId());
  }

  /** One for each subnet in which the class has addresses. */
  private List<AddressPool> classPools(ClassSettings each) {
    return settings.dhcp().subnets().stream()
        .map(subnet -> pool(subnet, inside(subnet, each.pool())))
        .filter(pool -> !pool.ranges().isEmpty())
        .toList();
  }

  private static List<AddressRange> inside(SubnetSettings subnet, List<AddressRange> ranges) {
    return SubnetSettings.without(
        ranges.stream().filter(subnet.subnet()::contains).toList(), subnet.exclude());
  }

  private static AddressPool pool(SubnetSettings subnet, List<AddressRange> ranges) {
    return new AddressPool(subnet.subnet(), ranges, Set.of());
  }
}
