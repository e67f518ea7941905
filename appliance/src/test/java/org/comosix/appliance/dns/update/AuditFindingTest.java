package org.comosix.appliance.dns.update;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DHCIDRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;

final class AuditFindingTest {

  private static final DomainName PC1 = DomainName.parse("om_pc1.lab.example");
  private static final DomainName BACK = DomainName.parse("11.0.77.10.in-addr.arpa");
  private static final MacAddress MAC = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress OTHER = MacAddress.parse("52:54:00:00:00:02");
  private static final SiteRecord ADDRESS =
      new SiteRecord.Address(Ipv4Address.parse("10.77.0.11"), MAC);
  private static final SiteRecord POINTER = new SiteRecord.Pointer(PC1, MAC);

  private static Record a(String address) {
    return new ARecord(name(PC1), DClass.IN, 60, Ipv4Address.parse(address).toInetAddress());
  }

  private static Record dhcid(MacAddress machine) {
    return new DHCIDRecord(name(PC1), DClass.IN, 60, Dhcid.of(machine, PC1));
  }

  private static Record ptr(String target) {
    return new PTRRecord(name(BACK), DClass.IN, 60, name(DomainName.parse(target)));
  }

  private static Name name(DomainName name) {
    return UpdateMessages.name(name);
  }

  private static AuditFinding ofAddress(Record... found) {
    return AuditFinding.of(PC1, ADDRESS, List.of(found));
  }

  private static AuditFinding ofPointer(Record... found) {
    return AuditFinding.of(BACK, POINTER, List.of(found));
  }

  @Test
  void ourAddressBesideOurDhcidIsAsWritten() {
    assertThat(ofAddress(a("10.77.0.11"), dhcid(MAC))).isEqualTo(AuditFinding.AS_WRITTEN);
  }

  @Test
  void nothingOrAnotherAddressBesideOurDhcidIsDrift() {
    assertThat(ofAddress()).isEqualTo(AuditFinding.DRIFTED);
    assertThat(ofAddress(dhcid(MAC))).isEqualTo(AuditFinding.DRIFTED);
    assertThat(ofAddress(a("192.0.2.1"), dhcid(MAC))).isEqualTo(AuditFinding.DRIFTED);
    assertThat(ofAddress(a("10.77.0.11"), a("192.0.2.1"), dhcid(MAC)))
        .isEqualTo(AuditFinding.DRIFTED);
  }

  @Test
  void whatHasNoDhcidOfOursIsForeignEvenOurOwnAddress() {
    assertThat(ofAddress(a("10.77.0.11"))).isEqualTo(AuditFinding.FOREIGN);
    assertThat(ofAddress(a("10.77.0.11"), dhcid(OTHER))).isEqualTo(AuditFinding.FOREIGN);
    assertThat(ofAddress(new CNAMERecord(name(PC1), DClass.IN, 60, name(BACK))))
        .isEqualTo(AuditFinding.FOREIGN);
  }

  @Test
  void anAddressThatLeadsBackToAnotherNameIsForeign() {
    assertThat(ofPointer(ptr("om_pc1.lab.example"))).isEqualTo(AuditFinding.AS_WRITTEN);
    assertThat(ofPointer(ptr("OM_PC1.lab.example"))).isEqualTo(AuditFinding.AS_WRITTEN);
    assertThat(ofPointer(ptr("other.example"))).isEqualTo(AuditFinding.FOREIGN);
    assertThat(ofPointer()).isEqualTo(AuditFinding.DRIFTED);
  }
}
