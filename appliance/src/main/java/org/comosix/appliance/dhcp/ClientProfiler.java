package org.comosix.appliance.dhcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseScope;

/**
 * Finds out who sent a message.
 *
 * <p>A client is its Ethernet address, whatever option 61 says: ROM, iPXE, initramfs and operating
 * system each send another client identifier, and RFC 2131 would see four clients. It is its client
 * identifier where the configuration tells it apart by that, where it is entered under that, and
 * where it has no Ethernet address (RFC 4390).
 */
public final class ClientProfiler {

  private final MachineFinder machines;
  private final List<DhcpClass> classes;
  private final LeaseBook leases;
  private final HostNames hostNames;

  /** The key of a lease, and what stands for the hardware address. */
  private record Identity(ClientId client, MacAddress mac) {}

  public ClientProfiler(Nodes nodes, List<DhcpClass> classes, LeaseBook leases, NodeLabels labels) {
    this.machines = new MachineFinder(nodes, leases);
    this.classes = List.copyOf(classes);
    this.leases = leases;
    this.hostNames = new HostNames(labels);
  }

  /** Empty when there is nothing by which to tell the client from others. */
  public Optional<ClientProfile> of(DhcpQuery query, NetworkSelector.Selection selection) {
    Optional<MachineFinder.Found> machine = machines.find(query);
    List<DhcpClass> in = classesOf(query, machine.isPresent());
    Optional<Node> node = machine.map(MachineFinder.Found::machine);
    return identity(query, machine, in)
        .map(
            identity ->
                new ClientProfile(
                    identity.client(),
                    identity.mac(),
                    selection,
                    machine,
                    in,
                    RoleRules.decide(query, in, node, leases.activeLeaseOf(identity.client())),
                    scope(selection.network(), in),
                    hostNames.wish(query)));
  }

  private static Optional<Identity> identity(
      DhcpQuery query, Optional<MachineFinder.Found> machine, List<DhcpClass> in) {
    HardwareAddress hardware = query.message().hardware();
    Optional<ClientId> told = MachineFinder.clientId(query);
    if (!hardware.isEthernet()) {
      return told.map(id -> new Identity(id, MacAddress.standingInFor(id)));
    }
    MacAddress mac = hardware.mac();
    if (told.isPresent() && machine.filter(ClientProfiler::isByClientId).isPresent()) {
      return told.map(id -> new Identity(id, mac));
    }
    if (told.isPresent() && in.stream().anyMatch(DhcpClass::byClientId)) {
      return told.map(id -> new Identity(id, MacAddress.standingInFor(id)));
    }
    return Optional.of(new Identity(ClientId.of(mac), mac));
  }

  private static boolean isByClientId(MachineFinder.Found found) {
    return found.by() == MachineFinder.By.CLIENT_ID;
  }

  private List<DhcpClass> classesOf(DhcpQuery query, boolean known) {
    if (classes.isEmpty()) {
      return List.of();
    }
    HardwareAddress hardware = query.message().hardware();
    MacAddress mac = hardware.isEthernet() ? hardware.mac() : new MacAddress(0);
    List<DhcpClass> in = new ArrayList<>();
    for (DhcpClass each : classes) {
      if (each.match().matches(query.options(), mac, known)) {
        in.add(each);
      }
    }
    return in;
  }

  private static LeaseScope scope(DhcpNetwork network, List<DhcpClass> classes) {
    for (DhcpClass each : classes) {
      List<AddressPool> pools = each.pools().stream().filter(pool -> isOn(network, pool)).toList();
      if (!pools.isEmpty()) {
        return new LeaseScope(network.scope().subnets(), pools);
      }
    }
    return network.scope();
  }

  private static boolean isOn(DhcpNetwork network, AddressPool pool) {
    return network.scope().subnets().contains(pool.subnet());
  }
}
