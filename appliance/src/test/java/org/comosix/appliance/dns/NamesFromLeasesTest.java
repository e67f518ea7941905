package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.dns.DnsLab.node;
import static org.xbill.DNS.Type.A;
import static org.xbill.DNS.Type.PTR;

import java.time.Duration;
import java.util.List;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent.Kind;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Stories: what resolves while leases come and go. */
class NamesFromLeasesTest {

  private static final String PC1 = "52:54:00:00:00:01";
  private static final String PC2 = "52:54:00:00:00:02";
  private static final String ALIEN = "52:54:00:00:00:99";

  private static final String NO_SUCH_NAME =
      "NXDOMAIN | AUTHORITY lab.example. SOA ns.lab.example. hostmaster.lab.example.";
  private static final String NO_SUCH_ADDRESS =
      "NXDOMAIN | AUTHORITY 0.77.10.in-addr.arpa. SOA ns.lab.example. hostmaster.lab.example.";

  private DnsLab lab = DnsLab.lab();

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void aNodeHasItsNameWhenItHasItsLease() {
    lab.binds("10.77.0.50", PC1, "pc1");

    isAt("pc1", "10.77.0.50");
    leadsBack("50", "om_pc1");
  }

  @Test
  void aNodeLosesItsNameWhenItsLeaseExpires() {
    Lease lease = lab.binds("10.77.0.50", PC1, "pc1");
    lab.pass(DnsLab.LEASE_TIME);
    lab.ends(Kind.EXPIRED, lease);

    isNowhere("pc1");
    leadsNowhere("50");
  }

  @Test
  void aNodeLosesItsNameWhenItReleasesItsLease() {
    lab.ends(Kind.RELEASED, lab.binds("10.77.0.50", PC1, "pc1"));

    isNowhere("pc1");
    leadsNowhere("50");
  }

  @Test
  void anAddressInUseByAnotherIsNobodys() {
    lab.ends(Kind.DECLINED, lab.binds("10.77.0.50", PC1, "pc1"));

    isNowhere("pc1");
    leadsNowhere("50");
  }

  @Test
  void aRenewalChangesNothing() {
    lab.binds("10.77.0.50", PC1, "pc1");
    lab.pass(Duration.ofHours(6));
    long serial = serial();
    lab.tell(Kind.RENEWED, lab.lease("10.77.0.50", PC1, "pc1"));
    lab.pass(Duration.ofHours(1));

    isAt("pc1", "10.77.0.50");
    assertThat(serial()).isEqualTo(serial);
  }

  @Test
  void theSnapshotOfARestartNamesWhatIsStillBound() {
    Lease gone = lab.lease("10.77.0.50", PC1, "pc1");
    lab.pass(DnsLab.LEASE_TIME);
    Lease bound = lab.lease("10.77.0.51", PC2, "pc2");
    lab.service.snapshot(List.of(gone, bound));

    isNowhere("pc1");
    isAt("pc2", "10.77.0.51");
  }

  @Test
  void aMachineNobodyNamedHasANameFromItsHardwareAddress() {
    lab.binds("10.77.0.50", PC1, "");

    isAt("node-525400000001", "10.77.0.50");
    leadsBack("50", "om_node-525400000001");
  }

  @Test
  void aMachineThatAlreadyCarriesThePrefixGetsItOnce() {
    lab.binds("10.77.0.50", PC1, "om-pc1");

    isAt("pc1", "10.77.0.50");
    isNowhere("om-pc1");
  }

  @Test
  void aMachineThatChangesItsNameKeepsOneName() {
    lab.binds("10.77.0.50", PC1, "pc1");
    lab.binds("10.77.0.50", PC1, "lab7");

    isNowhere("pc1");
    isAt("lab7", "10.77.0.50");
    leadsBack("50", "om_lab7");
  }

  @Test
  void aMachineThatMovedToAnotherAddressIsThere() {
    lab.binds("10.77.0.50", PC1, "pc1");
    lab.pass(Duration.ofMinutes(1));
    Lease second = lab.binds("10.77.0.60", PC1, "pc1");
    isAt("pc1", "10.77.0.60");
    leadsBack("50", "om_pc1");

    lab.ends(Kind.RELEASED, second);
    isAt("pc1", "10.77.0.50");
    leadsNowhere("60");
  }

  @Test
  void anAddressGivenToAnotherMachineWithoutAWordIsThatMachines() {
    Lease old = lab.binds("10.77.0.50", PC1, "pc1");
    lab.binds("10.77.0.50", PC2, "pc2");
    isNowhere("pc1");
    isAt("pc2", "10.77.0.50");

    lab.ends(Kind.EXPIRED, old);
    isAt("pc2", "10.77.0.50");
    leadsBack("50", "om_pc2");
  }

  @Test
  void aReservedNodeResolvesAlways() {
    reopen(node("pc1", PC1, "10.77.0.11"));
    isAt("pc1", "10.77.0.11");
    leadsBack("11", "om_pc1");

    lab.ends(Kind.RELEASED, lab.binds("10.77.0.11", PC1, "whatever-it-says"));
    isAt("pc1", "10.77.0.11");
    leadsBack("11", "om_pc1");
  }

  @Test
  void aReservedNodeWithAnotherLeaseIsWhereItsLeaseIs() {
    reopen(node("pc1", PC1, "10.77.0.11"));
    Lease pool = lab.binds("10.77.0.50", PC1, "pc1");
    isAt("pc1", "10.77.0.50");
    leadsNowhere("11");

    lab.ends(Kind.EXPIRED, pool);
    isAt("pc1", "10.77.0.11");
  }

  @Test
  void aLeaseFromBeforeTheReservationKeepsItsAddress() {
    reopen(node("pc1", PC1, "10.77.0.11"));
    Lease older = lab.binds("10.77.0.11", PC2, "pc2");
    isNowhere("pc1");
    leadsBack("11", "om_pc2");

    lab.ends(Kind.EXPIRED, older);
    isNowhere("pc2");
    isAt("pc1", "10.77.0.11");
    leadsBack("11", "om_pc1");
  }

  @Test
  void aKnownNodeWithoutAReservationResolvesWhileItsLeaseLasts() {
    reopen(node("pc1", PC1, ""));
    isNowhere("pc1");

    lab.binds("10.77.0.50", PC1, "desktop-4711");
    isAt("pc1", "10.77.0.50");
    isNowhere("desktop-4711");
  }

  @Test
  void ofTwoStrangersWithOneNameTheFirstHasItAndTheOtherInheritsIt() {
    Lease first = lab.binds("10.77.0.50", PC2, "pc1");
    lab.binds("10.77.0.51", PC1, "pc1");
    isAt("pc1", "10.77.0.50");
    isAt("node-525400000001", "10.77.0.51");
    leadsBack("51", "om_node-525400000001");

    lab.ends(Kind.RELEASED, first);
    isAt("pc1", "10.77.0.51");
    leadsBack("51", "om_pc1");
    isNowhere("node-525400000001");
  }

  @Test
  void afterARestartTheOlderLeaseHasTheNameInWhateverOrderTheyAreTold() {
    Lease older = lab.lease("10.77.0.51", PC2, "pc1");
    lab.pass(Duration.ofMinutes(1));
    Lease younger = lab.lease("10.77.0.50", PC1, "pc1");
    lab.service.snapshot(List.of(younger, older));

    isAt("pc1", "10.77.0.51");
    isAt("node-525400000001", "10.77.0.50");
  }

  @Test
  void aKnownNodeTakesItsNameFromAStranger() {
    reopen(node("pc1", PC1, ""));
    lab.binds("10.77.0.50", ALIEN, "pc1");
    isAt("pc1", "10.77.0.50");

    lab.binds("10.77.0.51", PC1, "");
    isAt("pc1", "10.77.0.51");
    isAt("node-525400000099", "10.77.0.50");
  }

  @Test
  void nobodyTakesANameThatSpellsAnothersHardwareAddress() {
    lab.binds("10.77.0.50", ALIEN, "node-525400000001");
    lab.binds("10.77.0.51", PC1, "");

    isAt("node-525400000001", "10.77.0.51");
    isAt("node-525400000099", "10.77.0.50");
  }

  @Test
  void withoutAPrefixNobodyCanCallItselfTheServer() {
    lab.close();
    ZoneDefinition plain = DnsLab.zone("10.77.0.0/24");
    lab =
        new DnsLab(
            new ZoneDefinition(
                plain.zone(),
                new NodeLabels("", ""),
                plain.subnets(),
                plain.servers(),
                plain.ttl()));
    lab.binds("10.77.0.50", ALIEN, "ns");

    assertThat(lab.answers("ns.lab.example", A))
        .isEqualTo("NOERROR | ANSWER ns.lab.example. A 10.77.0.1");
    assertThat(lab.answers("node-525400000099.lab.example", A)).endsWith("A 10.77.0.50");
  }

  @Test
  void anAddressOutsideOurSubnetsHasANameButLeadsNowhere() {
    lab.binds("192.0.2.7", PC1, "pc1");

    isAt("pc1", "192.0.2.7");
    assertThat(lab.answers("7.2.0.192.in-addr.arpa", PTR)).isEqualTo("REFUSED");
  }

  @Test
  void whenAllIsGoneNothingIsLeft() {
    Lease first = lab.binds("10.77.0.50", PC1, "pc1");
    Lease second = lab.binds("10.77.0.51", PC2, "pc1");
    lab.ends(Kind.RELEASED, first);
    lab.ends(Kind.RELEASED, second);

    isNowhere("pc1");
    isNowhere("node-525400000001");
    isNowhere("node-525400000002");
    leadsNowhere("50");
    leadsNowhere("51");
  }

  @Test
  void theSerialGrowsWithEachChange() {
    long before = serial();
    lab.pass(Duration.ofSeconds(2));
    lab.binds("10.77.0.50", PC1, "pc1");

    assertThat(serial()).isGreaterThan(before);
  }

  @Test
  void anotherConfigurationIsServedWithWhatLeasesDidWhileItWasPrepared() {
    reopen(DnsLab.node("old", PC2, "10.77.0.11"));
    Lease gone = lab.binds("10.77.0.50", PC1, "pc1");
    Runnable served =
        lab.service.prepare(
            DnsLab.zone("10.77.0.0/24"),
            ZoneAccess.NONE,
            new ConfiguredNodes(List.of(DnsLab.node("new", PC2, "10.77.0.12"))),
            () -> List.of(gone));
    lab.ends(Kind.RELEASED, gone);
    lab.binds("10.77.0.51", ALIEN, "late");
    isAt("old", "10.77.0.11");
    isNowhere("new");

    served.run();

    isNowhere("old");
    isAt("new", "10.77.0.12");
    isNowhere("pc1");
    isAt("late", "10.77.0.51");
    lab.ends(Kind.RELEASED, lab.lease("10.77.0.51", ALIEN, "late"));
    isNowhere("late");
  }

  @Test
  void serialGrowsWithAnotherConfiguration() {
    lab.binds("10.77.0.50", PC1, "pc1");
    lab.pass(Duration.ofSeconds(5));
    long before = serial();

    lab.service
        .prepare(
            DnsLab.zone("10.77.0.0/24"), ZoneAccess.NONE, new ConfiguredNodes(List.of()), List::of)
        .run();
    lab.pass(Duration.ofSeconds(1));

    assertThat(serial()).isGreaterThan(before);
  }

  private long serial() {
    return ((org.xbill.DNS.SOARecord)
            lab.ask("lab.example", org.xbill.DNS.Type.SOA).getSection(1).get(0))
        .getSerial();
  }

  private void reopen(org.comosix.appliance.domain.Node... nodes) {
    lab.close();
    lab = DnsLab.lab(nodes);
  }

  private void isAt(String name, String address) {
    for (String label : List.of("om_" + name, "om-" + name)) {
      assertThat(lab.answers(label + ".lab.example", A))
          .isEqualTo("NOERROR | ANSWER " + label + ".lab.example. A " + address);
    }
  }

  private void isNowhere(String name) {
    assertThat(lab.answers("om_" + name + ".lab.example", A)).isEqualTo(NO_SUCH_NAME);
    assertThat(lab.answers("om-" + name + ".lab.example", A)).isEqualTo(NO_SUCH_NAME);
  }

  private void leadsBack(String lastOctet, String label) {
    String name = lastOctet + ".0.77.10.in-addr.arpa";
    assertThat(lab.answers(name, PTR))
        .isEqualTo("NOERROR | ANSWER " + name + ". PTR " + label + ".lab.example.");
  }

  private void leadsNowhere(String lastOctet) {
    assertThat(lab.answers(lastOctet + ".0.77.10.in-addr.arpa", PTR)).isEqualTo(NO_SUCH_ADDRESS);
  }
}
