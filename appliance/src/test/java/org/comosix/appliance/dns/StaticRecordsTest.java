package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.RecordData.Kind;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What the configuration has in the zone beside the machines. */
class StaticRecordsTest {

  private static final String LAB_SOA =
      " | AUTHORITY lab.example. SOA ns.lab.example. hostmaster.lab.example.";

  private DnsLab lab = DnsLab.lab();

  @BeforeEach
  void serve() {
    lab.close();
    lab =
        DnsLab.withRecords(
            record("printer", Kind.A, address("10.77.0.9"), address("10.77.0.10")),
            record("printer", Kind.AAAA, new RecordData.Address6(0xfd00_0077_0000_0000L, 9)),
            record("drucker", Kind.CNAME, new RecordData.CanonicalName("printer.lab.example")),
            record("lp", Kind.CNAME, new RecordData.CanonicalName("drucker.lab.example")),
            record("away", Kind.CNAME, new RecordData.CanonicalName("www.example.org")),
            record("gone", Kind.CNAME, new RecordData.CanonicalName("nobody.lab.example")),
            record("node1", Kind.CNAME, new RecordData.CanonicalName("om_pc1.lab.example")),
            record(
                "_slurmctld._tcp",
                Kind.SRV,
                new RecordData.Service(0, 5, 6817, "printer.lab.example")),
            record(
                "@",
                Kind.MX,
                new RecordData.MailExchange(10, "printer.lab.example"),
                new RecordData.MailExchange(20, "mx.example.org")),
            record("@", Kind.TXT, new RecordData.Text(List.of("v=spf1 -all", "two"))));
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private static RecordData address(String text) {
    return new RecordData.Address(Ipv4Address.parse(text));
  }

  private static StaticRecord record(String name, Kind kind, RecordData... data) {
    String owner = name.equals("@") ? "lab.example" : name + ".lab.example";
    return new StaticRecord(owner, kind, List.of(data), Optional.of(Duration.ofMinutes(5)));
  }

  @Test
  void eachTypeIsAnsweredWithItsOwnTtl() {
    Message reply = lab.ask("printer.lab.example", Type.A);

    assertThat(DnsLab.summary(reply))
        .isEqualTo(
            "NOERROR | ANSWER printer.lab.example. A 10.77.0.9"
                + " | ANSWER printer.lab.example. A 10.77.0.10");
    assertThat(reply.getSection(Section.ANSWER).get(0).getTTL()).isEqualTo(300);
    assertThat(lab.answers("printer.lab.example", Type.AAAA))
        .isEqualTo("NOERROR | ANSWER printer.lab.example. AAAA fd00:77:0:0:0:0:0:9");
    assertThat(lab.answers("lab.example", Type.TXT))
        .isEqualTo("NOERROR | ANSWER lab.example. TXT \"v=spf1 -all\" \"two\"");
    assertThat(lab.answers("printer.lab.example", Type.TXT)).isEqualTo("NOERROR" + LAB_SOA);
  }

  @Test
  void rfc1034Section3s6s2AnAliasIsFollowedWithinOurZone() {
    assertThat(lab.answers("lP.lab.example", Type.A))
        .isEqualTo(
            "NOERROR | ANSWER lP.lab.example. CNAME drucker.lab.example."
                + " | ANSWER drucker.lab.example. CNAME printer.lab.example."
                + " | ANSWER printer.lab.example. A 10.77.0.9"
                + " | ANSWER printer.lab.example. A 10.77.0.10");
    assertThat(lab.answers("lp.lab.example", Type.CNAME))
        .isEqualTo("NOERROR | ANSWER lp.lab.example. CNAME drucker.lab.example.");
  }

  @Test
  void anAliasMayLeadToAMachine() {
    lab.binds("10.77.0.50", "52:54:00:00:00:01", "pc1");

    assertThat(lab.answers("node1.lab.example", Type.A))
        .isEqualTo(
            "NOERROR | ANSWER node1.lab.example. CNAME om_pc1.lab.example."
                + " | ANSWER om_pc1.lab.example. A 10.77.0.50");
  }

  @Test
  void rfc6604Section3TheRcodeIsThatOfTheLastName() {
    assertThat(lab.answers("gone.lab.example", Type.A))
        .isEqualTo("NXDOMAIN | ANSWER gone.lab.example. CNAME nobody.lab.example." + LAB_SOA);
    assertThat(lab.answers("drucker.lab.example", Type.TXT))
        .isEqualTo("NOERROR | ANSWER drucker.lab.example. CNAME printer.lab.example." + LAB_SOA);
    assertThat(lab.answers("away.lab.example", Type.A))
        .isEqualTo("NOERROR | ANSWER away.lab.example. CNAME www.example.org.");
  }

  @Test
  void rfc2782TheAddressesOfOurTargetsComeAlong() {
    assertThat(lab.answers("_slurmctld._tcp.lab.example", Type.SRV))
        .isEqualTo(
            "NOERROR | ANSWER _slurmctld._tcp.lab.example. SRV 0 5 6817 printer.lab.example."
                + " | ADDITIONAL printer.lab.example. A 10.77.0.9"
                + " | ADDITIONAL printer.lab.example. A 10.77.0.10"
                + " | ADDITIONAL printer.lab.example. AAAA fd00:77:0:0:0:0:0:9");
    assertThat(lab.answers("lab.example", Type.MX))
        .startsWith(
            "NOERROR | ANSWER lab.example. MX 10 printer.lab.example."
                + " | ANSWER lab.example. MX 20 mx.example.org."
                + " | ADDITIONAL printer.lab.example. A 10.77.0.9");
  }

  @Test
  void rfc8020WhatHasSomethingBelowItExists() {
    assertThat(lab.answers("_tcp.lab.example", Type.SRV)).isEqualTo("NOERROR" + LAB_SOA);
    assertThat(lab.answers("_udp.lab.example", Type.SRV)).isEqualTo("NXDOMAIN" + LAB_SOA);
  }

  @Test
  void aMachineDoesNotGetANameThatHasRecords() {
    lab.bindsHost("10.77.0.60", "52:54:00:00:00:02", "printer");

    assertThat(lab.answers("printer.lab.example", Type.A)).contains("10.77.0.9");
    assertThat(lab.answers("60.0.77.10.in-addr.arpa", Type.PTR))
        .isEqualTo("NOERROR | ANSWER 60.0.77.10.in-addr.arpa. PTR node-525400000002.lab.example.");
  }

  @Test
  void aNodeOfTheSameNameHasAnother() {
    lab.binds("10.77.0.61", "52:54:00:00:00:03", "printer");

    assertThat(lab.answers("om_printer.lab.example", Type.A))
        .isEqualTo("NOERROR | ANSWER om_printer.lab.example. A 10.77.0.61");
  }

  @Test
  void aReloadChangesThem() {
    ZoneDefinition plain = DnsLab.zone("10.77.0.0/24");
    lab.service
        .prepare(
            new ZoneDefinition(
                plain.zone(),
                plain.labels(),
                plain.subnets(),
                plain.servers(),
                plain.ttl(),
                List.of(record("scanner", Kind.A, address("10.77.0.8")))),
            ZoneAccess.NONE,
            new ConfiguredNodes(List.of()),
            List::of)
        .run();

    assertThat(lab.answers("printer.lab.example", Type.A)).isEqualTo("NXDOMAIN" + LAB_SOA);
    assertThat(lab.answers("scanner.lab.example", Type.A))
        .isEqualTo("NOERROR | ANSWER scanner.lab.example. A 10.77.0.8");
  }
}
