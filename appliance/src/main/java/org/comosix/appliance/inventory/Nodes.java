package org.comosix.appliance.inventory;

import java.util.Collection;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;

/** The known nodes. Any thread; each answer is of one consistent moment. */
public interface Nodes {
  Optional<Node> byMac(MacAddress mac);

  Optional<Node> byName(NodeName name);

  /** The node for which this address is reserved. */
  Optional<Node> byAddress(Ipv4Address address);

  Collection<Node> all();
}
