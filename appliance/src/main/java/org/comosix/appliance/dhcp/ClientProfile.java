package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.LeaseClaim;
import org.comosix.appliance.lease.LeaseScope;

/**
 * Who asks, where and as what: all that is settled about a message before its type matters.
 *
 * @param client the key of its lease
 * @param mac as in {@link org.comosix.appliance.domain.Lease#mac()}
 * @param selection its link, and how that was found
 * @param machine the known machine it is, and how it was recognised
 * @param classes those it is in, in their configured order
 * @param role what it is to us, and why
 * @param scope where it may have its address
 * @param wishedName the name it asks for
 */
public record ClientProfile(
    ClientId client,
    MacAddress mac,
    NetworkSelector.Selection selection,
    Optional<MachineFinder.Found> machine,
    List<DhcpClass> classes,
    RoleRules.Decision role,
    LeaseScope scope,
    Optional<NodeName> wishedName) {

  public DhcpNetwork network() {
    return selection.network();
  }

  public boolean isNode() {
    return role.role() == MachineRole.NODE;
  }

  /** The class's time, else that of the subnet which the address is in, else the first subnet's. */
  Duration leaseTime(Optional<Ipv4Address> address) {
    for (DhcpClass each : classes) {
      if (each.leaseTime().isPresent()) {
        return each.leaseTime().get();
      }
    }
    return address
        .flatMap(network()::subnetOf)
        .orElseGet(() -> network().subnets().get(0))
        .leaseTime();
  }

  public LeaseClaim claim(Optional<Ipv4Address> requested) {
    Optional<Node> node = machine.map(MachineFinder.Found::machine);
    return new LeaseClaim(
        client,
        mac,
        scope,
        requested,
        node.flatMap(Node::address).filter(scope::contains),
        node.map(Node::name),
        wishedName,
        leaseTime(requested),
        role.role());
  }
}
