package org.comosix.appliance.dns.update;

import java.util.Arrays;
import java.util.List;
import org.comosix.appliance.dns.codec.DomainName;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DHCIDRecord;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;

/** How what a server has at a name compares with what we wrote there. */
enum AuditFinding {
  AS_WRITTEN,
  /** Nothing is there, or something else beside our DHCID. */
  DRIFTED,
  /** Something is there that we did not write. */
  FOREIGN;

  /**
   * Compares.
   *
   * @param found the records of the types that we write, and a CNAME that is there in their place
   */
  static AuditFinding of(DomainName owner, SiteRecord expected, List<Record> found) {
    if (found.isEmpty()) {
      return DRIFTED;
    }
    return expected instanceof SiteRecord.Address address
        ? of(owner, address, found)
        : of((SiteRecord.Pointer) expected, found);
  }

  private static AuditFinding of(
      DomainName owner, SiteRecord.Address expected, List<Record> found) {
    byte[] ours = Dhcid.of(expected.machine(), owner);
    boolean isOurs =
        found.stream()
            .anyMatch(
                record ->
                    record instanceof DHCIDRecord dhcid && Arrays.equals(dhcid.getData(), ours));
    if (!isOurs) {
      return FOREIGN;
    }
    List<ARecord> addresses =
        found.stream()
            .filter(ARecord.class::isInstance)
            .map(ARecord.class::cast)
            .toList();
    return addresses.size() == 1
            && addresses.get(0).getAddress().equals(expected.address().toInetAddress())
        ? AS_WRITTEN
        : DRIFTED;
  }

  private static AuditFinding of(SiteRecord.Pointer expected, List<Record> found) {
    boolean isThere =
        found.stream()
            .anyMatch(
                record ->
                    record instanceof PTRRecord pointer
                        && pointer.getTarget().equals(UpdateMessages.name(expected.name())));
    return isThere ? AS_WRITTEN : FOREIGN;
  }
}
