package org.comosix.appliance.inventory;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.RelayPort;

/** The known nodes. Any thread; each answer is of one consistent moment. */
public interface Nodes {
  Optional<Node> byMac(MacAddress mac);

  Optional<Node> byName(NodeName name);

  /** The node for which this address is reserved. */
  Optional<Node> byAddress(Ipv4Address address);

  /** The machine that sends this option 61. */
  default Optional<Node> byClientId(ClientId id) {
    return first(node -> node.identity().clientId().equals(Optional.of(id)));
  }

  /** The machine with this UUID, read as it stands; see {@link MachineUuid#otherReading()}. */
  default Optional<Node> byUuid(MachineUuid uuid) {
    return first(node -> node.identity().uuid().equals(Optional.of(uuid)));
  }

  /** The machine at exactly this port. */
  default Optional<Node> byPort(RelayPort port) {
    return first(node -> node.identity().port().equals(Optional.of(port)));
  }

  Collection<Node> all();

  private Optional<Node> first(Predicate<Node> wanted) {
    return all().stream().filter(wanted).findFirst();
  }
}
