package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.LeaseEvent.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** The sentences of the RFCs, one by one. */
class DnsResponderTest {

  private static final String LAB_SOA =
      " | AUTHORITY lab.example. SOA ns.lab.example. hostmaster.lab.example.";
  private static final String PC1 = "52:54:00:00:00:01";

  private DnsLab lab = DnsLab.lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private void zoneOf(String... subnets) {
    lab.close();
    lab = new DnsLab(DnsLab.zone(subnets));
  }

  @Nested
  class Rfc1034 {

    @Test
    void section4s2s1TheApexHasOneSoaRecord() {
      Record soa = lab.ask("lab.example", Type.SOA).getSection(Section.ANSWER).get(0);

      assertThat(soa.rdataToString())
          .isEqualTo(
              "ns.lab.example. hostmaster.lab.example. "
                  + DnsLab.START.getEpochSecond()
                  + " 3600 600 604800 5");
      assertThat(soa.getTTL()).isEqualTo(60);
    }

    @Test
    void section4s2s1NsRecordsNameTheServersAndTheirAddressesComeAlong() {
      assertThat(lab.answers("lab.example", Type.NS))
          .isEqualTo(
              "NOERROR | ANSWER lab.example. NS ns.lab.example."
                  + " | ADDITIONAL ns.lab.example. A 10.77.0.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ns", "comosix"})
    void theServerItselfHasNames(String label) {
      assertThat(lab.answers(label + ".lab.example", Type.A))
          .isEqualTo("NOERROR | ANSWER " + label + ".lab.example. A 10.77.0.1");
    }

    @Test
    void section4s3s1AnAuthoritativeAnswerSaysSoAndOffersNoRecursion() {
      Message reply = lab.ask("ns.lab.example", Type.A);

      assertThat(reply.getHeader().getFlag(Flags.AA)).isTrue();
      assertThat(reply.getHeader().getFlag(Flags.RA)).isFalse();
      assertThat(reply.getHeader().getFlag(Flags.RD)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "example",
          "other.example",
          "xlab.example",
          "example.org",
          ".",
          "1.0.78.10.in-addr.arpa"
        })
    void aNameOfNoZoneOfOursIsRefused(String name) {
      Message reply = lab.ask(name, Type.A);

      assertThat(DnsLab.summary(reply)).isEqualTo("REFUSED");
      assertThat(reply.getHeader().getFlag(Flags.AA)).isFalse();
    }
  }

  @Nested
  class Rfc1035 {

    @Test
    void section3s5InAddrArpaLeadsFromAddressesToNames() {
      lab.binds("10.77.0.50", PC1, "pc1");

      assertThat(lab.answers("50.0.77.10.in-addr.arpa", Type.PTR))
          .isEqualTo("NOERROR | ANSWER 50.0.77.10.in-addr.arpa. PTR om_pc1.lab.example.");
    }

    @Test
    void section4s2s1WithoutEdnsAMessageHas512OctetsAndSaysWhenItIsCut() {
      Message query = manyServers(40);
      Message reply = lab.ask(query, Via.UDP);

      assertThat(reply.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(reply.getSection(Section.ANSWER)).isEmpty();
      assertThat(reply.getQuestion().getName()).isEqualTo(DnsLab.name("ns.lab.example"));
    }

    @Test
    void section4s2s2OverTcpItComesWhole() {
      Message query = manyServers(40);
      Message reply = lab.ask(query, Via.TCP);

      assertThat(reply.getHeader().getFlag(Flags.TC)).isFalse();
      assertThat(reply.getSection(Section.ANSWER)).hasSize(40);
    }

    @Test
    void section4s1s1AnUnknownKindOfQueryIsNotImplemented() {
      Message query = DnsLab.query("lab.example", Type.SOA);
      query.getHeader().setOpcode(4);
      Message reply = lab.ask(query, Via.UDP);

      assertThat(DnsLab.summary(reply)).isEqualTo("NOTIMP");
      assertThat(reply.getHeader().getOpcode()).isEqualTo(4);
    }

    @Test
    void aResponseIsNotAnswered() {
      Message query = DnsLab.query("lab.example", Type.SOA);
      query.getHeader().setFlag(Flags.QR);

      assertThat(lab.service.responder().respond(query.toWire(), Via.UDP))
          .isEqualTo(new DnsOutcome.Drop(DropReason.IS_A_RESPONSE));
    }
  }

  @Nested
  class Rfc2181 {

    @Test
    void section9TcIsNotSetMerelyBecauseExtraInformationDidNotFit() {
      manyServers(30);
      Message reply = lab.ask("lab.example", Type.NS);

      assertThat(DnsLab.summary(reply))
          .isEqualTo("NOERROR | ANSWER lab.example. NS ns.lab.example.");
      assertThat(reply.getHeader().getFlag(Flags.TC)).isFalse();
    }
  }

  @Nested
  class Rfc2308 {

    @Test
    void section2s1NameErrorCarriesTheSoa() {
      assertThat(lab.answers("om_nobody.lab.example", Type.A)).isEqualTo("NXDOMAIN" + LAB_SOA);
    }

    @Test
    void section2s2NoDataIsNoErrorWithTheSoa() {
      lab.binds("10.77.0.50", PC1, "pc1");

      assertThat(lab.answers("om_pc1.lab.example", Type.AAAA)).isEqualTo("NOERROR" + LAB_SOA);
      assertThat(lab.answers("lab.example", Type.A)).isEqualTo("NOERROR" + LAB_SOA);
      assertThat(lab.answers("lab.example", Type.DS)).isEqualTo("NOERROR" + LAB_SOA);
    }

    @Test
    void section3TheSoasTtlIsTheMinimumField() {
      SOARecord soa =
          (SOARecord) lab.ask("om_nobody.lab.example", Type.A).getSection(Section.AUTHORITY).get(0);

      assertThat(soa.getTTL()).isEqualTo(soa.getMinimum()).isEqualTo(5);
    }
  }

  @Nested
  class Rfc8020 {

    @Test
    void section2ANameAboveAnExistingOneExists() {
      zoneOf("10.0.0.0/8");
      String above = "77.10.in-addr.arpa";
      assertThat(lab.answers(above, Type.PTR)).startsWith("NXDOMAIN");

      var first = lab.binds("10.77.0.50", PC1, "pc1");
      var second = lab.binds("10.77.1.50", "52:54:00:00:00:02", "pc2");
      assertThat(lab.answers(above, Type.PTR)).startsWith("NOERROR | AUTHORITY 10.in-addr.arpa.");
      assertThat(lab.answers("0." + above, Type.PTR)).startsWith("NOERROR | AUTHORITY");
      assertThat(lab.answers("2." + above, Type.PTR)).startsWith("NXDOMAIN");

      lab.ends(Kind.RELEASED, first);
      assertThat(lab.answers(above, Type.PTR)).startsWith("NOERROR | AUTHORITY");
      assertThat(lab.answers("0." + above, Type.PTR)).startsWith("NXDOMAIN");

      lab.ends(Kind.RELEASED, second);
      assertThat(lab.answers(above, Type.PTR)).startsWith("NXDOMAIN");
    }

    @Test
    void section2NothingIsBelowANameThatHasNothingBelow() {
      lab.binds("10.77.0.50", PC1, "pc1");

      assertThat(lab.answers("x.om_pc1.lab.example", Type.A)).isEqualTo("NXDOMAIN" + LAB_SOA);
    }

    @Test
    void aMachinesNameIsInNoReverseZone() {
      lab.binds("10.77.0.50", PC1, "pc1");

      assertThat(lab.answers("om_pc1.0.77.10.in-addr.arpa", Type.A)).startsWith("NXDOMAIN");
    }
  }

  @Nested
  class Rfc4343 {

    @Test
    void section4s1ANameIsFoundWhateverItsCaseAndComesBackAsAsked() {
      lab.binds("10.77.0.50", PC1, "pc1");

      assertThat(lab.answers("oM_Pc1.LAB.example", Type.A))
          .isEqualTo("NOERROR | ANSWER oM_Pc1.LAB.example. A 10.77.0.50");
    }
  }

  @Nested
  class Rfc6891 {

    @ParameterizedTest(name = "payload size {0}: {1} servers, cut: {2}")
    @CsvSource({
      "0, 29, false",
      "0, 30, true",
      "511, 29, false",
      "512, 30, true",
      "1232, 74, false",
      "1232, 75, true",
      "65535, 75, true"
    })
    void section6s2s3TheRequestorsPayloadSizeIsHonoured(int size, int servers, boolean cut) {
      Message query = manyServers(servers);
      query.addRecord(new OPTRecord(size, 0, 0), Section.ADDITIONAL);
      byte[] reply =
          ((DnsOutcome.Reply) lab.service.responder().respond(query.toWire(), Via.UDP)).message();

      assertThat(reply.length).isLessThanOrEqualTo(Math.max(512, size));
      assertThat(DnsLab.parse(reply).getHeader().getFlag(Flags.TC)).isEqualTo(cut);
    }

    @Test
    void section6s1s1AResponseHasAnOptRecordWhenTheQueryHasOne() {
      Message query = DnsLab.query("lab.example", Type.SOA);
      assertThat(lab.ask(query, Via.UDP).getOPT()).isNull();

      query.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
      assertThat(lab.ask(query, Via.UDP).getOPT().getPayloadSize()).isEqualTo(1232);
    }

    @Test
    void section6s1s3AnUnknownVersionIsBadversAndTheHighestWeKnowIsToldInReturn() {
      Message query = DnsLab.query("lab.example", Type.SOA);
      query.addRecord(new OPTRecord(4096, 0, 1), Section.ADDITIONAL);
      Message reply = lab.ask(query, Via.UDP);

      assertThat(DnsLab.summary(reply)).isEqualTo("BADVERS");
      assertThat(reply.getOPT().getVersion()).isZero();
    }
  }

  @Nested
  class Rfc8482 {

    @ParameterizedTest
    @CsvSource({
      "om_pc1.lab.example, om_pc1.lab.example. A 10.77.0.50",
      "lab.example, lab.example. NS ns.lab.example."
    })
    void section4s1ToAnyOneRrsetIsEnough(String name, String answer) {
      lab.binds("10.77.0.50", PC1, "pc1");

      assertThat(lab.answers(name, Type.ANY)).isEqualTo("NOERROR | ANSWER " + answer);
    }
  }

  @Nested
  class OtherQtypes {

    @ParameterizedTest
    @CsvSource({"252, REFUSED", "251, FORMERR", "253, NOTIMP", "254, NOTIMP"})
    void transfersAreRefusedAndMailQueriesAreHistory(int type, String rcode) {
      assertThat(lab.answers("lab.example", type)).isEqualTo(rcode);
    }

    @Test
    void anotherClassIsRefused() {
      Message query =
          Message.newQuery(
              Record.newRecord(DnsLab.name("lab.example"), Type.SOA, org.xbill.DNS.DClass.CH));

      assertThat(DnsLab.summary(lab.ask(query, Via.UDP))).isEqualTo("REFUSED");
    }
  }

  @Nested
  class ReverseZones {

    @ParameterizedTest(name = "of {0}, {1} is in {2}")
    @CsvSource({
      "10.0.0.0/8,    9.9.9.10.in-addr.arpa,   10.in-addr.arpa.",
      "10.77.0.0/16,  9.9.77.10.in-addr.arpa,  77.10.in-addr.arpa.",
      "10.77.16.0/20, 9.31.77.10.in-addr.arpa, 31.77.10.in-addr.arpa.",
      "10.77.0.0/24,  9.0.77.10.in-addr.arpa,  0.77.10.in-addr.arpa."
    })
    void endAtAnOctet(String subnet, String name, String apex) {
      zoneOf(subnet);

      assertThat(lab.answers(name, Type.PTR)).startsWith("NXDOMAIN | AUTHORITY " + apex + " SOA");
    }

    @ParameterizedTest(name = "{1} is not of {0}")
    @CsvSource({
      "10.77.16.0/20, 9.32.77.10.in-addr.arpa",
      "10.77.0.0/26, 64.0.77.10.in-addr.arpa",
      "10.77.0.8/31, 10.0.77.10.in-addr.arpa"
    })
    void reachNoFurtherThanTheSubnet(String subnet, String name) {
      zoneOf(subnet);

      assertThat(lab.answers(name, Type.PTR)).isEqualTo("REFUSED");
    }

    @Test
    void ofALongPrefixAreTheAddressesThemselves() {
      zoneOf("10.77.0.0/26");
      String name = "50.0.77.10.in-addr.arpa";
      String soa = " | AUTHORITY " + name + ". SOA ns.lab.example. hostmaster.lab.example.";
      assertThat(lab.answers(name, Type.PTR)).isEqualTo("NOERROR" + soa);

      var lease = lab.binds("10.77.0.50", PC1, "pc1");
      assertThat(lab.answers(name, Type.PTR))
          .isEqualTo("NOERROR | ANSWER " + name + ". PTR om_pc1.lab.example.");
      assertThat(lab.answers(name, Type.NS)).startsWith("NOERROR | ANSWER " + name + ". NS ns.");

      lab.ends(Kind.RELEASED, lease);
      assertThat(lab.answers(name, Type.PTR)).isEqualTo("NOERROR" + soa);
    }
  }

  @Test
  void everyAnswerIsCounted() {
    lab.ask("lab.example", Type.SOA);
    lab.ask("no.lab.example", Type.SOA);
    lab.ask("no.lab.example", Type.SOA);

    assertThat(lab.service.counters())
        .containsEntry("answered.NOERROR", 1L)
        .containsEntry("answered.NXDOMAIN", 2L)
        .containsEntry("answered.REFUSED", 0L);
  }

  /** A server with this many addresses, and the query for them. */
  private Message manyServers(int count) {
    lab.close();
    ZoneDefinition one = DnsLab.zone("10.77.0.0/24");
    List<Ipv4Address> servers =
        IntStream.range(0, count).mapToObj(Ipv4Address.parse("10.77.0.1")::plus).toList();
    lab =
        new DnsLab(
            new ZoneDefinition(
                one.zone(), one.labels(), one.subnets(), servers, Duration.ofMinutes(1)));
    return DnsLab.query("ns.lab.example", Type.A);
  }
}
