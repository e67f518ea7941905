package org.comosix.appliance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The links of a server that is not this machine, for explaining its configuration elsewhere: its
 * first interface in its first subnet, and so on, each with an address that nobody else has.
 */
final class AssumedLinks {

  private AssumedLinks() {}

  static List<ServedLink> of(ApplianceSettings settings) {
    List<String> interfaces = settings.server().interfaces();
    List<SubnetSettings> subnets = settings.dhcp().subnets();
    List<ServedLink> links = new ArrayList<>();
    for (int i = 0; i < Math.min(interfaces.size(), subnets.size()); i++) {
      SubnetSettings subnet = subnets.get(i);
      links.add(new ServedLink(interfaces.get(i), freeAddress(settings, subnet), subnet.subnet()));
    }
    return links;
  }

  private static Ipv4Address freeAddress(ApplianceSettings settings, SubnetSettings subnet) {
    Ipv4Address address = subnet.subnet().network().plus(1);
    while (isTaken(settings, subnet, address)
        && !address.plus(1).equals(subnet.subnet().broadcast())) {
      address = address.plus(1);
    }
    return address;
  }

  private static boolean isTaken(
      ApplianceSettings settings, SubnetSettings subnet, Ipv4Address address) {
    return subnet.router().equals(Optional.of(address))
        || subnet.pool().stream().anyMatch(range -> range.contains(address))
        || settings.nodes().stream().anyMatch(n -> n.address().equals(Optional.of(address)));
  }
}
