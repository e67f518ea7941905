package org.comosix.appliance.dhcp.transport;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseLookup;

/** Whom we would miss: the machines of the inventory, and those with a lease. Any thread. */
final class KnownClients {

  private final Nodes nodes;
  private final LeaseLookup leases;

  KnownClients(Nodes nodes, LeaseLookup leases) {
    this.nodes = nodes;
    this.leases = leases;
  }

  /**
   * Whether a packet with this hardware address may come from such a machine.
   *
   * @param source a machine sends from its own address, or has none yet; {@link Ipv4Address#ANY}
   *     also stands for whoever a relay spoke for
   */
  boolean contains(MacAddress mac, Ipv4Address source) {
    Optional<Lease> lease = leases.activeByMac(mac);
    return source.isAny()
        ? lease.isPresent() || nodes.byMac(mac).isPresent()
        : lease.filter(held -> held.address().equals(source)).isPresent();
  }
}
