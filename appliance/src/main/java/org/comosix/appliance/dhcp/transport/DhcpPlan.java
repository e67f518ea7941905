package org.comosix.appliance.dhcp.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpRules;

/**
 * What DHCP serves, and where.
 *
 * @param interfaces names of those on which to listen
 * @param leaseDirectory for the lease journal; made when it is not there
 * @param probeWait how long an answer is waited for when an address is probed before its first
 *     offer; empty where it is not probed
 */
public record DhcpPlan(
    DhcpRules rules,
    List<String> interfaces,
    Path leaseDirectory,
    Optional<Duration> probeWait,
    DhcpPorts ports) {

  public DhcpPlan {
    interfaces = List.copyOf(interfaces);
  }

  public DhcpPlan(
      DhcpRules rules, List<String> interfaces, Path leaseDirectory, Optional<Duration> probeWait) {
    this(rules, interfaces, leaseDirectory, probeWait, DhcpPorts.STANDARD);
  }
}
