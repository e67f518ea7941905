package org.comosix.appliance.lease;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Where a client may have its address.
 *
 * @param subnets all subnets of the link it is on; more than one on a shared network
 * @param pools those it may draw from, the first choice first
 */
public record LeaseScope(List<Ipv4Subnet> subnets, List<AddressPool> pools) {

  public LeaseScope {
    subnets = List.copyOf(subnets);
    pools = List.copyOf(pools);
  }

  /** Whether the address works on this client's link. */
  public boolean contains(Ipv4Address address) {
    return subnetOf(address).isPresent();
  }

  public Optional<Ipv4Subnet> subnetOf(Ipv4Address address) {
    for (Ipv4Subnet subnet : subnets) {
      if (subnet.contains(address)) {
        return Optional.of(subnet);
      }
    }
    return Optional.empty();
  }

  /** The same link, drawing from some of the pools only. */
  LeaseScope drawingFrom(Predicate<AddressPool> open) {
    return new LeaseScope(subnets, pools.stream().filter(open).toList());
  }

  /** Whether a pool gives this address to the client. */
  boolean draws(Ipv4Address address) {
    for (AddressPool pool : pools) {
      if (pool.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
