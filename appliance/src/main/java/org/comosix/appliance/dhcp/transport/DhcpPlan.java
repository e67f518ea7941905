package org.comosix.appliance.dhcp.transport;

import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.dhcp.DhcpRules;

/**
 * What DHCP serves, and where.
 *
 * @param interfaces names of those on which to listen
 * @param leaseDirectory for the lease journal; made when it is not there
 */
public record DhcpPlan(
    DhcpRules rules, List<String> interfaces, Path leaseDirectory, DhcpPorts ports) {

  public DhcpPlan {
    interfaces = List.copyOf(interfaces);
  }

  public DhcpPlan(DhcpRules rules, List<String> interfaces, Path leaseDirectory) {
    this(rules, interfaces, leaseDirectory, DhcpPorts.STANDARD);
  }
}
