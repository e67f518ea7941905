package org.comosix.appliance.inventory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.RelayPort;

/** The nodes that the configuration lists. Immutable. */
public final class ConfiguredNodes implements Nodes {

  private final List<Node> nodes;
  private final Map<MacAddress, Node> byMac = new HashMap<>();
  private final Map<NodeName, Node> byName = new HashMap<>();
  private final Map<Ipv4Address, Node> byAddress = new HashMap<>();
  private final Map<ClientId, Node> byClientId = new HashMap<>();
  private final Map<MachineUuid, Node> byUuid = new HashMap<>();
  private final Map<RelayPort, Node> byPort = new HashMap<>();

  /**
   * Takes the nodes in their configured order.
   *
   * @throws IllegalArgumentException two nodes share a name, a reserved address or something that
   *     they are known by; the message names both
   */
  public ConfiguredNodes(List<Node> nodes) {
    this.nodes = List.copyOf(nodes);
    for (Node node : this.nodes) {
      claim(byMac, "hardware address", node.mac(), node);
      claim(byName, "name", node.name(), node);
      node.address().ifPresent(address -> claim(byAddress, "address", address, node));
      node.identity().clientId().ifPresent(id -> claim(byClientId, "client-id", id, node));
      node.identity().uuid().ifPresent(uuid -> claim(byUuid, "UUID", uuid, node));
      node.identity().port().ifPresent(port -> claim(byPort, "relay port", port, node));
    }
  }

  private static <K> void claim(Map<K, Node> taken, String what, K key, Node node) {
    Optional.ofNullable(taken.putIfAbsent(key, node))
        .ifPresent(
            other -> {
              throw new IllegalArgumentException(
                  "%s %s belongs to two nodes: %s and %s"
                      .formatted(what, key, describe(other), describe(node)));
            });
  }

  private static String describe(Node node) {
    return node.name() + " (" + node.mac() + ")";
  }

  @Override
  public Optional<Node> byMac(MacAddress mac) {
    return Optional.ofNullable(byMac.get(mac));
  }

  @Override
  public Optional<Node> byName(NodeName name) {
    return Optional.ofNullable(byName.get(name));
  }

  @Override
  public Optional<Node> byAddress(Ipv4Address address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  @Override
  public Optional<Node> byClientId(ClientId id) {
    return Optional.ofNullable(byClientId.get(id));
  }

  @Override
  public Optional<Node> byUuid(MachineUuid uuid) {
    return Optional.ofNullable(byUuid.get(uuid));
  }

  @Override
  public Optional<Node> byPort(RelayPort port) {
    return Optional.ofNullable(byPort.get(port));
  }

  @Override
  public Collection<Node> all() {
    return nodes;
  }
}
