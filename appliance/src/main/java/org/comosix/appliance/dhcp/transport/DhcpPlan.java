package org.comosix.appliance.dhcp.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.limit.DhcpLimits;

/**
 * What DHCP serves, and where.
 *
 * @param interfaces names of those on which to listen
 * @param leaseDirectory for the lease journal; made when it is not there
 * @param probeWait how long an answer is waited for when an address is probed before its first
 *     offer; empty where it is not probed
 * @param limits what one of the clients may take
 */
public record DhcpPlan(
    DhcpRules rules,
    List<String> interfaces,
    Path leaseDirectory,
    Optional<Duration> probeWait,
    DhcpPorts ports,
    DhcpLimits limits) {

  public DhcpPlan {
    interfaces = List.copyOf(interfaces);
  }

  /** With the usual limits, and their tables laid out as in no other test. */
  public DhcpPlan(
      DhcpRules rules,
      List<String> interfaces,
      Path leaseDirectory,
      Optional<Duration> probeWait,
      DhcpPorts ports) {
    this(rules, interfaces, leaseDirectory, probeWait, ports, DhcpLimits.usual(1));
  }
}
