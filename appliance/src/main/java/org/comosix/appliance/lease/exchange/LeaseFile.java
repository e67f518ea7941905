package org.comosix.appliance.lease.exchange;

import java.util.List;

/**
 * What was read from a lease file.
 *
 * @param leases the last word on each address
 * @param findings in the order of the file
 */
public record LeaseFile(List<ForeignLease> leases, List<Finding> findings) {

  public LeaseFile {
    leases = List.copyOf(leases);
    findings = findings.stream().sorted(java.util.Comparator.comparing(Finding::place)).toList();
  }

  public boolean isUnderstood() {
    return findings.stream().noneMatch(Finding::isError);
  }
}
