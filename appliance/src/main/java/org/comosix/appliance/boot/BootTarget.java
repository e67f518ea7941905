package org.comosix.appliance.boot;

import org.comosix.appliance.domain.Export;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * What one machine boots now.
 *
 * @param mac the hardware address of the interface it boots from
 * @param name its own name, without a DNS prefix
 */
public record BootTarget(MacAddress mac, NodeName name, GenerationId generation) {

  public Export export() {
    return new Export(generation);
  }
}
