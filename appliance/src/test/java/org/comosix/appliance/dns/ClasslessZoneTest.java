package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent.Kind;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Type;

/** RFC 2317: reverse zones that do not end at an octet. */
class ClasslessZoneTest {

  private static final String APEX = "64/26.2.0.192.in-addr.arpa";
  private static final String SOA =
      " | AUTHORITY " + APEX + ". SOA ns.lab.example. hostmaster.lab.example.";

  private final DnsLab lab = new DnsLab(definition());

  private static ZoneDefinition definition() {
    ZoneDefinition plain = DnsLab.zone("192.0.2.64/27");
    return new ZoneDefinition(
        plain.zone(),
        plain.labels(),
        plain.subnets(),
        plain.servers(),
        plain.ttl(),
        List.of(),
        List.of(zone()));
  }

  private static ClasslessZone zone() {
    return new ClasslessZone(Ipv4Subnet.parse("192.0.2.64/26"), DomainName.parse(APEX));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void anAddressLeadsBackAtItsLastOctetAsLongAsItsLease() {
    Lease lease = lab.binds("192.0.2.65", "52:54:00:00:00:01", "pc1");

    assertThat(lab.answers("65." + APEX, Type.PTR))
        .isEqualTo("NOERROR | ANSWER 65." + APEX + ". PTR om_pc1.lab.example.");
    assertThat(lab.answers("65.2.0.192.in-addr.arpa", Type.PTR))
        .isEqualTo("NOERROR | ANSWER 65.2.0.192.in-addr.arpa. PTR om_pc1.lab.example.");

    lab.ends(Kind.RELEASED, lease);
    assertThat(lab.answers("65." + APEX, Type.PTR)).isEqualTo("NXDOMAIN" + SOA);
  }

  @Test
  void itsApexHasSoaAndNs() {
    assertThat(lab.answers(APEX, Type.SOA))
        .isEqualTo("NOERROR | ANSWER " + APEX + ". SOA ns.lab.example. hostmaster.lab.example.");
    assertThat(lab.answers(APEX, Type.NS))
        .startsWith("NOERROR | ANSWER " + APEX + ". NS ns.lab.example.");
    assertThat(lab.answers(APEX, Type.PTR)).isEqualTo("NOERROR" + SOA);
  }

  @Test
  void anotherTypeIsNodata() {
    lab.binds("192.0.2.65", "52:54:00:00:00:01", "pc1");

    assertThat(lab.answers("65." + APEX, Type.A)).isEqualTo("NOERROR" + SOA);
  }

  @ParameterizedTest
  @ValueSource(strings = {"65", "065", "165", "256", "x", "66.66", "om_pc1"})
  void everyOtherNameInItDoesNotExist(String name) {
    lab.binds("192.0.2.66", "52:54:00:00:00:01", "pc1");

    assertThat(lab.answers(name + "." + APEX, Type.PTR)).isEqualTo("NXDOMAIN" + SOA);
  }

  @Test
  void theZoneOfAll256AddressesIsNotOurs() {
    assertThat(lab.answers("2.0.192.in-addr.arpa", Type.SOA)).isEqualTo("REFUSED");
    assertThat(lab.answers("64/27.2.0.192.in-addr.arpa", Type.SOA)).isEqualTo("REFUSED");
  }

  @Test
  void aChangeShowsInBothReverseZonesOfAnAddress() {
    StaticNames names = new StaticNames(definition());
    NodeRecords records = new NodeRecords(definition(), names);
    NameTable table =
        new NameTable(definition(), names, records, new ZoneHistory(new ZoneSerial(1), 0));
    GrantedName granted = granted("pc1", "192.0.2.65");
    NameChange change =
        new NameChange(
            MacAddress.parse("52:54:00:00:00:01"), Optional.empty(), Optional.of(granted));

    assertThat(table.zonesOf(List.of(change)))
        .containsExactly(
            DomainName.parse("lab.example"),
            DomainName.parse("65.2.0.192.in-addr.arpa"),
            DomainName.parse(APEX));
  }

  @Test
  void aCopyOfItHasItsOwnRecordsAlone() {
    lab.binds("192.0.2.65", "52:54:00:00:00:01", "pc1");
    lab.pass(Duration.ofSeconds(2));
    ZoneDefinition definition = definition();
    StaticNames names = new StaticNames(definition);
    GrantedNames granted = new GrantedNames(definition);
    Zone zone = new Zone(zone(), definition);
    ZoneRecords records = new ZoneRecords(zone, names, new NodeRecords(definition, names), granted);
    GrantedName here = granted("pc1", "192.0.2.65");
    GrantedName elsewhere = granted("pc2", "192.0.2.97");

    Stream<byte[]> copy = records.copy(new ZoneCopy(7, List.of(here, elsewhere)));
    assertThat(copy.map(ClasslessZoneTest::owner).collect(Collectors.toList()))
        .as("192.0.2.97 is in the zone's network, but in no subnet of ours")
        .containsExactly(APEX + ".", APEX + ".", "65." + APEX + ".", APEX + ".");
  }

  private static GrantedName granted(String name, String address) {
    return new GrantedName(
        new ServedName(new NodeName(name), MachineRole.NODE), Ipv4Address.parse(address), Set.of());
  }

  private static String owner(byte[] record) {
    int end = 0;
    while (record[end] != 0) {
      end += 1 + record[end];
    }
    return DomainName.ofRdata(Arrays.copyOf(record, end + 1), 0).toString();
  }

  @Test
  void theLastOctetHasToTellAddressesApart() {
    assertThatThrownBy(
            () -> new ClasslessZone(Ipv4Subnet.parse("192.0.2.0/23"), DomainName.parse("x.test")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
