package org.comosix.appliance.boot;

import java.util.Optional;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseLookup;

/** Which machine boots which generation under which name. Any thread; no I/O. */
public final class BootTargets {

  private final Nodes nodes;
  private final LeaseLookup leases;
  private final Generations generations;
  private final ImageName defaultImage;

  public BootTargets(
      Nodes nodes, LeaseLookup leases, Generations generations, ImageName defaultImage) {
    this.nodes = nodes;
    this.leases = leases;
    this.generations = generations;
    this.defaultImage = defaultImage;
  }

  /** Empty when the machine's image has no published generation. */
  public Optional<BootTarget> of(MacAddress mac) {
    return generations
        .current(imageOf(mac))
        .map(generation -> new BootTarget(mac, nameOf(mac), generation));
  }

  /** The image of a known node, else the default. */
  public ImageName imageOf(MacAddress mac) {
    return known(mac).flatMap(Node::image).orElse(defaultImage);
  }

  /** The name given by the operator, else the one its lease has, else one made from its address. */
  public NodeName nameOf(MacAddress mac) {
    return known(mac)
        .map(Node::name)
        .or(() -> leases.activeByMac(mac).flatMap(Lease::name))
        .orElseGet(() -> NodeName.generatedFor(mac));
  }

  /**
   * The known machine with this hardware address. One that is known by something else is found by
   * its lease, since it alone gets its name.
   */
  private Optional<Node> known(MacAddress mac) {
    return nodes
        .byMac(mac)
        .or(
            () ->
                leases
                    .activeByMac(mac)
                    .flatMap(Lease::name)
                    .flatMap(nodes::byName)
                    .filter(node -> node.identity().mac().isEmpty()));
  }

  /** Whose address this is: by its lease, else by its reservation. */
  public Optional<MacAddress> macAt(Ipv4Address address) {
    return leases
        .activeByAddress(address)
        .map(Lease::mac)
        .or(() -> nodes.byAddress(address).map(Node::mac));
  }
}
