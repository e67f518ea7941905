package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.RecordData;
import org.comosix.appliance.domain.StaticRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Which queries are asked elsewhere, and who is told that we would (RA). */
class ForwardedQueriesTest {

  private final DnsLab lab = DnsLab.lab();

  @AfterEach
  void close() {
    lab.close();
  }

  private DnsOutcome respond(Message query, boolean recursion) {
    return lab.service.responder().respond(query.toWire(), Via.UDP, recursion);
  }

  @ParameterizedTest
  @CsvSource({
    "www.example.org., A, IN, true",
    "., NS, IN, true",
    "example.org., ANY, IN, true",
    "example.org., DNSKEY, IN, true",
    "5.0.78.10.in-addr.arpa., PTR, IN, true",
    "example.org., AXFR, IN, false",
    "example.org., MAILB, IN, false",
    "version.bind., TXT, CH, false",
    "lab.example., A, IN, false",
    "nobody.lab.example., A, IN, false",
    "a.b.nobody.lab.example., DS, IN, false",
    "5.0.77.10.in-addr.arpa., PTR, IN, false",
  })
  void namesOfNoZoneOfOursAre(String name, String type, String dnsClass, boolean forwarded)
      throws IOException {
    Message query =
        Message.newQuery(
            Record.newRecord(Name.fromString(name), Type.value(type), DClass.value(dnsClass)));

    assertThat(respond(query, true) instanceof DnsOutcome.Forward).isEqualTo(forwarded);
    assertThat(respond(query, false)).isInstanceOf(DnsOutcome.Reply.class);
    query.getHeader().unsetFlag(Flags.RD);
    assertThat(respond(query, true)).as("without RD").isInstanceOf(DnsOutcome.Reply.class);
  }

  @ParameterizedTest
  @CsvSource({
    "away.lab.example., A, www.example.org.",
    "far.lab.example., TXT, www.example.org.",
    "away.lab.example., CNAME, ",
    "away.lab.example., ANY, ",
    "near.lab.example., A, ",
    "gone.lab.example., A, ",
  })
  void aliasesThatLeadOutOfOurZonesAreFollowedThere(String name, String type, String target)
      throws IOException {
    try (DnsLab with =
        DnsLab.withRecords(
            alias("away", "www.example.org"),
            alias("far", "away.lab.example"),
            alias("near", "comosix.lab.example"),
            alias("gone", "nobody.lab.example"))) {
      Message query = DnsLab.query(name, Type.value(type));
      DnsOutcome outcome = with.service.responder().respond(query.toWire(), Via.UDP, true);

      assertThat(outcome instanceof DnsOutcome.Forward forward ? forward.name().toString() : null)
          .isEqualTo(target);
      assertThat(with.service.responder().respond(query.toWire(), Via.UDP, false))
          .isInstanceOf(DnsOutcome.Reply.class);
      query.getHeader().unsetFlag(Flags.RD);
      assertThat(with.service.responder().respond(query.toWire(), Via.UDP, true))
          .as("without RD")
          .isInstanceOf(DnsOutcome.Reply.class);
    }
  }

  private static StaticRecord alias(String label, String target) {
    return new StaticRecord(
        label + ".lab.example",
        RecordData.Kind.CNAME,
        List.of(new RecordData.CanonicalName(target)),
        Optional.empty());
  }

  @Test
  void anotherEdnsVersionIsNot() throws IOException {
    Message query = DnsLab.query("www.example.org.", Type.A);
    query.addRecord(new OPTRecord(1232, 0, 1), Section.ADDITIONAL);

    assertThat(reply(query, true).getRcode()).isEqualTo(Rcode.BADVERS);
  }

  @Test
  void recursionIsOfferedToThoseWhoMayHaveItInAnswersOfOurOwnToo() throws IOException {
    Message query = DnsLab.query("comosix.lab.example.", Type.A);

    assertThat(reply(query, true).getHeader().printFlags().strip()).isEqualTo("qr aa rd ra");
    assertThat(reply(query, false).getHeader().printFlags().strip()).isEqualTo("qr aa rd");
  }

  private Message reply(Message query, boolean recursion) throws IOException {
    return new Message(((DnsOutcome.Reply) respond(query, recursion)).message());
  }
}
