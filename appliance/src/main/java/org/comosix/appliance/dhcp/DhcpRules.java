package org.comosix.appliance.dhcp;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.lease.AddressPool;

/**
 * What DHCP serves to whom, as the operator wants it.
 *
 * @param networks their subnets do not overlap
 * @param classes in the order in which they are looked at
 * @param relays addresses of relay agents outside the subnets
 * @param rapidCommit whether a client may have its lease without an offer (RFC 4039); only where no
 *     second server would offer the same client another address
 * @param labels prefixes that are no part of a machine's own name
 */
public record DhcpRules(
    List<DhcpNetwork> networks,
    List<DhcpClass> classes,
    Set<Ipv4Address> relays,
    boolean rapidCommit,
    NodeLabels labels) {

  public DhcpRules {
    networks = List.copyOf(networks);
    classes = List.copyOf(classes);
    relays = Set.copyOf(relays);
  }

  /** Each subnet a network of its own, everything else off. */
  public static DhcpRules of(List<DhcpSubnet> subnets, NodeLabels labels) {
    List<DhcpNetwork> networks = subnets.stream().map(DhcpNetwork::of).toList();
    return new DhcpRules(networks, List.of(), Set.of(), false, labels);
  }

  /** All pools, of subnets and of classes. */
  public List<AddressPool> pools() {
    return Stream.concat(
            networks.stream().flatMap(network -> network.scope().pools().stream()),
            classes.stream().flatMap(each -> each.pools().stream()))
        .toList();
  }

  /** The same, with each router's address and these never given to anybody. */
  public DhcpRules keeping(Set<Ipv4Address> addresses) {
    Set<Ipv4Address> kept = new HashSet<>(addresses);
    networks.stream()
        .flatMap(network -> network.subnets().stream())
        .forEach(subnet -> subnet.router().ifPresent(kept::add));
    return new DhcpRules(
        networks.stream().map(network -> network.keeping(kept)).toList(),
        classes.stream().map(each -> each.keeping(kept)).toList(),
        relays,
        rapidCommit,
        labels);
  }
}
