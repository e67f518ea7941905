package org.comosix.appliance.dhcp.transport;

import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.dhcp.DhcpSubnet;
import org.comosix.appliance.domain.NodeLabels;

/**
 * What DHCP serves, and where.
 *
 * @param subnets not overlapping
 * @param interfaces names of those on which to listen
 * @param leaseDirectory for the lease journal; made when it is not there
 * @param labels prefixes that are no part of a machine's own name
 */
public record DhcpPlan(
    List<DhcpSubnet> subnets,
    List<String> interfaces,
    Path leaseDirectory,
    NodeLabels labels,
    DhcpPorts ports) {

  public DhcpPlan {
    subnets = List.copyOf(subnets);
    interfaces = List.copyOf(interfaces);
  }

  public DhcpPlan(
      List<DhcpSubnet> subnets, List<String> interfaces, Path leaseDirectory, NodeLabels labels) {
    this(subnets, interfaces, leaseDirectory, labels, DhcpPorts.STANDARD);
  }
}
