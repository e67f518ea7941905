package org.comosix.appliance.dhcp.explain;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpNetwork;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.domain.Ipv4Address;

/** Which of the server's interfaces would have heard something. */
public final class Arrivals {

  private final DhcpRules rules;
  private final List<ServedInterface> interfaces;

  /**
   * Of a server.
   *
   * @param interfaces at least one
   */
  public Arrivals(DhcpRules rules, List<ServedInterface> interfaces) {
    this.rules = rules;
    this.interfaces = List.copyOf(interfaces);
  }

  ServedInterface first() {
    return interfaces.get(0);
  }

  Optional<ServedInterface> named(String name) {
    return interfaces.stream().filter(served -> served.name().equals(name)).findFirst();
  }

  /** The one that has this address. */
  Optional<ServedInterface> owning(Ipv4Address address) {
    return interfaces.stream().filter(served -> served.addresses().contains(address)).findFirst();
  }

  /** The one on whose link a client with this address is. */
  public Optional<ServedInterface> onTheLinkOf(Ipv4Address client) {
    return rules.networks().stream()
        .filter(network -> network.subnetOf(client).isPresent())
        .findFirst()
        .flatMap(
            network -> interfaces.stream().filter(served -> isOn(network, served)).findFirst());
  }

  private static boolean isOn(DhcpNetwork network, ServedInterface served) {
    return served.addresses().stream().anyMatch(own -> network.subnetOf(own).isPresent());
  }
}
