package org.comosix.appliance.dhcp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.lease.LeaseScope;

/**
 * One link: the subnets whose machines hear each other's broadcasts. Several of them make a shared
 * network.
 *
 * @param name as the operator calls it; of a single subnet its own text form
 * @param subnets at least one, in the order in which their pools are drawn from
 * @param scope where a client of no class may have its address
 */
public record DhcpNetwork(String name, List<DhcpSubnet> subnets, LeaseScope scope) {

  /** One whose clients draw from all pools of its subnets. */
  public DhcpNetwork(String name, List<DhcpSubnet> subnets) {
    this(
        name,
        subnets,
        new LeaseScope(
            subnets.stream().map(DhcpSubnet::subnet).toList(),
            subnets.stream().flatMap(subnet -> subnet.pools().stream()).toList()));
  }

  public DhcpNetwork {
    subnets = List.copyOf(subnets);
    if (subnets.isEmpty()) {
      throw new IllegalArgumentException("the network " + name + " has no subnet");
    }
  }

  /** A subnet that has its link for itself. */
  public static DhcpNetwork of(DhcpSubnet subnet) {
    return new DhcpNetwork(subnet.subnet().toString(), List.of(subnet));
  }

  /** The same, with these addresses never given to anybody. */
  DhcpNetwork keeping(Set<Ipv4Address> addresses) {
    return new DhcpNetwork(
        name, subnets.stream().map(subnet -> subnet.keeping(addresses)).toList());
  }

  /** The subnet of this link to which the address belongs. */
  public Optional<DhcpSubnet> subnetOf(Ipv4Address address) {
    for (DhcpSubnet subnet : subnets) {
      if (subnet.subnet().contains(address)) {
        return Optional.of(subnet);
      }
    }
    return Optional.empty();
  }
}
