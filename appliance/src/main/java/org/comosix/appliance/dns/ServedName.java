package org.comosix.appliance.dns;

import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;

/**
 * A machine's own name as what it is: the node {@code pc1} is {@code om_pc1} in DNS, the host
 * {@code pc1} is {@code pc1}, so the two are no rivals.
 */
record ServedName(NodeName name, MachineRole role) implements Comparable<ServedName> {

  /** The name on which the label rests. */
  ServedName bare(NodeLabels labels) {
    NodeName own = labels.withoutPrefix(name);
    return own.equals(name) ? this : new ServedName(own, role);
  }

  /** For hash tables whose names somebody chose so that their hashes are equal. */
  @Override
  public int compareTo(ServedName other) {
    int byName = name.compareTo(other.name);
    return byName != 0 ? byName : role.compareTo(other.role);
  }

  @Override
  public String toString() {
    return name.value();
  }
}
