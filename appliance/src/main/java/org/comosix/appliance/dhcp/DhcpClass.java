package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.lease.AddressPool;

/**
 * Clients that have something in common, and what is different for them. A client may be in several
 * classes; what an earlier one says goes before what a later one says.
 *
 * @param role what its machines are to us; empty leaves that to the other rules
 * @param leaseTime instead of the subnet's
 * @param pools its machines draw from these instead of the subnet's, on links where it has any
 * @param options told whether or not the client asks for them
 * @param byClientId its machines are told apart by option 61 instead of by hardware address
 */
public record DhcpClass(
    String name,
    ClassMatch match,
    Optional<MachineRole> role,
    Optional<Duration> leaseTime,
    List<AddressPool> pools,
    DhcpOptions options,
    boolean byClientId) {

  public DhcpClass {
    pools = List.copyOf(pools);
    leaseTime.ifPresent(DhcpSubnet::checkLeaseTime);
  }

  /** The same, with these addresses never given to anybody. */
  DhcpClass keeping(Set<Ipv4Address> addresses) {
    List<AddressPool> kept = pools.stream().map(pool -> pool.without(addresses)).toList();
    return new DhcpClass(name, match, role, leaseTime, kept, options, byClientId);
  }
}
