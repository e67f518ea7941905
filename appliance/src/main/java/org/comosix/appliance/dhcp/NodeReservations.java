package org.comosix.appliance.dhcp;

import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.Reservations;

/** The inventory as the lease book needs it. */
public final class NodeReservations implements Reservations {

  private final Nodes nodes;

  public NodeReservations(Nodes nodes) {
    this.nodes = nodes;
  }

  @Override
  public boolean isReserved(Ipv4Address address) {
    return nodes.byAddress(address).isPresent();
  }

  @Override
  public long reservedIn(AddressPool pool) {
    return nodes.all().stream()
        .flatMap(node -> node.address().stream())
        .filter(pool::contains)
        .count();
  }

  @Override
  public long machinesWithoutAddress() {
    return nodes.all().stream().filter(node -> node.address().isEmpty()).count();
  }

  @Override
  public boolean isNameOfAnother(NodeName name, MachineRole role, ClientId client) {
    return nodes
        .byName(name)
        .filter(node -> node.role() == role)
        .filter(node -> !ClientId.of(node.mac()).equals(client))
        .isPresent();
  }
}
