package org.comosix.appliance.dhcp;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/** Finds the network a client is on (RFC 2131, section 4.3.1). A function. */
public final class SubnetSelector {

  private final List<DhcpSubnet> subnets;

  public SubnetSelector(List<DhcpSubnet> subnets) {
    this.subnets = List.copyOf(subnets);
  }

  /**
   * By the relay's address; else, for what was sent to us alone, by the client's own, since such a
   * message may come from behind a router; else by the interface.
   */
  public Optional<DhcpSubnet> select(DhcpQuery query) {
    if (query.message().isRelayed()) {
      return containing(query.message().giaddr());
    }
    if (!query.broadcast() && !query.message().ciaddr().isAny()) {
      Optional<DhcpSubnet> byClient = containing(query.message().ciaddr());
      if (byClient.isPresent()) {
        return byClient;
      }
    }
    return query.arrival().addresses().stream()
        .flatMap(address -> containing(address).stream())
        .findFirst();
  }

  private Optional<DhcpSubnet> containing(Ipv4Address address) {
    for (DhcpSubnet subnet : subnets) {
      if (subnet.subnet().contains(address)) {
        return Optional.of(subnet);
      }
    }
    return Optional.empty();
  }
}
