package org.comosix.appliance.inventory;

import java.util.Collection;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.domain.RelayPort;

/** The nodes of the configuration that is in force: for readers that stay when it changes. */
public final class CurrentNodes implements Nodes {

  private volatile Nodes now;

  public CurrentNodes(Nodes first) {
    this.now = first;
  }

  /** From now on these. Any thread. */
  public void replace(Nodes next) {
    now = next;
  }

  @Override
  public Optional<Node> byMac(MacAddress mac) {
    return now.byMac(mac);
  }

  @Override
  public Optional<Node> byName(NodeName name) {
    return now.byName(name);
  }

  @Override
  public Optional<Node> byAddress(Ipv4Address address) {
    return now.byAddress(address);
  }

  @Override
  public Optional<Node> byClientId(ClientId id) {
    return now.byClientId(id);
  }

  @Override
  public Optional<Node> byUuid(MachineUuid uuid) {
    return now.byUuid(uuid);
  }

  @Override
  public Optional<Node> byPort(RelayPort port) {
    return now.byPort(port);
  }

  @Override
  public Collection<Node> all() {
    return now.all();
  }
}
