package org.comosix.appliance.dns;

import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * A machine's own name as what it is: the node {@code pc1} is {@code om_pc1} in DNS, the host
 * {@code pc1} is {@code pc1}, so the two are no rivals.
 */
record ServedName(NodeName name, MachineRole role) {

  @Override
  public String toString() {
    return name.value();
  }
}
