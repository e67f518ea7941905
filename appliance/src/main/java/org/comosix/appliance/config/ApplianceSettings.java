package org.comosix.appliance.config;

import java.util.List;
import org.comosix.appliance.domain.Node;

/**
 * The whole configuration, checked. Cannot exist with two settings that contradict each other:
 * overlapping subnets, one name or address given twice, a reserved address that no node may have.
 *
 * @param nodes the known machines; a reserved address may lie inside a pool, where DHCP leaves it
 *     out
 */
public record ApplianceSettings(
    ServerSettings server,
    DhcpSettings dhcp,
    DnsSettings dns,
    BootSettings boot,
    NfsSettings nfs,
    List<Node> nodes) {

  public ApplianceSettings {
    nodes = List.copyOf(nodes);
    List<Collision> collisions = Collisions.of(dhcp, dns, boot, nfs, nodes).find();
    if (!collisions.isEmpty()) {
      throw new IllegalArgumentException(collisions.get(0).toString());
    }
  }
}
