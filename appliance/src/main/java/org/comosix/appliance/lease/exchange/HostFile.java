package org.comosix.appliance.lease.exchange;

import java.util.Comparator;
import java.util.List;

/**
 * What was read from the host entries of a configuration.
 *
 * @param findings in the order of the file
 */
public record HostFile(List<ForeignHost> hosts, List<Finding> findings) {

  public HostFile {
    hosts = List.copyOf(hosts);
    findings = findings.stream().sorted(Comparator.comparing(Finding::place)).toList();
  }

  public boolean isUnderstood() {
    return findings.stream().noneMatch(Finding::isError);
  }
}
