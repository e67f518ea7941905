package org.comosix.appliance.dns.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Aliases of ours before what another server says of their target. */
class AliasedResponseTest {

  private static final DomainName TARGET = DomainName.parse("www.example.org");
  private static final int PLENTY = 65_535;

  private static final Aliases ALIASES =
      new Aliases(
          List.of(
              cname("two.lab.example"),
              cname("www.example.org").ownedBy(DomainName.parse("two.lab.example"))),
          TARGET);

  private static Rrset cname(String target) {
    return Rrset.of(RecordType.CNAME, 60, List.of(DomainName.parse(target).wire()));
  }

  private static Message response(int type, int rcode, String answer, String authority)
      throws IOException {
    Message message = new Message(7);
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.RA);
    message.getHeader().setRcode(rcode);
    message.addRecord(
        Record.newRecord(Name.fromConstantString("www.example.org."), type, DClass.IN),
        Section.QUESTION);
    add(message, answer, Section.ANSWER);
    add(message, authority, Section.AUTHORITY);
    return message;
  }

  private static void add(Message message, String text, int section) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    try (Master records = new Master(new ByteArrayInputStream(bytes), Name.root, 300)) {
      for (Record record = records.nextRecord(); record != null; record = records.nextRecord()) {
        message.addRecord(record, section);
      }
    }
  }

  private static Message query(int type, boolean edns) {
    Message query =
        Message.newQuery(
            Record.newRecord(Name.fromConstantString("One.LAB.example."), type, DClass.IN));
    if (edns) {
      query.addRecord(new OPTRecord(1232, 0, 0, Flags.DO), Section.ADDITIONAL);
    }
    return query;
  }

  private static Message joined(Message received, Message query, int age, int limit)
      throws Exception {
    return new Message(
        ResponseDecoder.decode(received.toWire(), TARGET)
            .encode(QueryDecoder.decode(query.toWire()), ALIASES, age, limit));
  }

  private static List<String> records(Message message, int section) {
    return message.getSection(section).stream()
        .map(
            record ->
                record.getName()
                    + " "
                    + record.getTTL()
                    + " "
                    + Type.string(record.getType())
                    + " "
                    + record.rdataToString())
        .toList();
  }

  @Test
  void theAliasesComeFirstAndTheAnswerBehindThem() throws Exception {
    Message received =
        response(
            Type.A,
            Rcode.NOERROR,
            """
            www.example.org. 300 IN CNAME edge.cdn.example.org.
            edge.cdn.example.org. 40 IN A 192.0.2.1
            edge.cdn.example.org. 40 IN A 192.0.2.2
            """,
            "example.org. 900 IN NS ns.example.org.");
    received.getHeader().setFlag(Flags.AD);
    Message joined = joined(received, query(Type.A, true), 10, PLENTY);

    assertThat(joined.getHeader().printFlags().strip()).isEqualTo("qr aa rd ra");
    assertThat(joined.getQuestion().getName()).hasToString("One.LAB.example.");
    assertThat(records(joined, Section.ANSWER))
        .containsExactly(
            "One.LAB.example. 60 CNAME two.lab.example.",
            "two.lab.example. 60 CNAME www.example.org.",
            "www.example.org. 290 CNAME edge.cdn.example.org.",
            "edge.cdn.example.org. 30 A 192.0.2.1",
            "edge.cdn.example.org. 30 A 192.0.2.2");
    assertThat(records(joined, Section.AUTHORITY))
        .containsExactly("example.org. 890 NS ns.example.org.");
    assertThat(Objects.requireNonNull(joined.getOPT()).getFlags()).isEqualTo(Flags.DO);
  }

  @Test
  void namesInDataAreWrittenOutWhateverTheyPointedTo() throws Exception {
    Message received =
        response(
            Type.ANY,
            Rcode.NOERROR,
            """
            www.example.org. IN MX 10 mx.example.org.
            www.example.org. IN NS ns.www.example.org.
            www.example.org. IN RP admin.example.org. text.www.example.org.
            www.example.org. IN SRV 1 2 3 www.example.org.
            www.example.org. IN TXT "what is no name" "stays"
            www.example.org. IN PTR www.example.org.
            """,
            "example.org. IN SOA ns.example.org. root.example.org. 1 2 3 4 5");
    Message joined = joined(received, query(Type.MX, false), 0, PLENTY);

    assertThat(records(joined, Section.ANSWER).subList(2, 8))
        .isEqualTo(records(received, Section.ANSWER));
    assertThat(records(joined, Section.AUTHORITY)).isEqualTo(records(received, Section.AUTHORITY));
  }

  @Test
  void thatTheTargetDoesNotExistIsTheTargetsRcodeAndSoa() throws Exception {
    Message received =
        response(Type.A, Rcode.NXDOMAIN, "", "example.org. 120 IN SOA ns. root. 1 2 3 4 120");
    Message joined = joined(received, query(Type.A, false), 20, PLENTY);

    assertThat(joined.getRcode()).isEqualTo(Rcode.NXDOMAIN);
    assertThat(joined.getSection(Section.ANSWER)).hasSize(2);
    assertThat(records(joined, Section.AUTHORITY))
        .containsExactly("example.org. 100 SOA ns. root. 1 2 3 4 120");
  }

  @Test
  void whatDoesNotFitIsAskedForByTcp() throws Exception {
    StringBuilder answer = new StringBuilder();
    for (int i = 0; i < 40; i++) {
      answer.append("www.example.org. IN A 192.0.2." + i + "\n");
    }
    Message received = response(Type.A, Rcode.NOERROR, answer.toString(), "");
    byte[] whole =
        ResponseDecoder.decode(received.toWire(), TARGET)
            .encode(QueryDecoder.decode(query(Type.A, true).toWire()), ALIASES, 0, PLENTY);

    assertThat(joined(received, query(Type.A, true), 0, whole.length).getHeader().printFlags())
        .doesNotContain("tc");
    Message cut = joined(received, query(Type.A, true), 0, whole.length - 1);
    assertThat(cut.getHeader().printFlags().strip()).isEqualTo("qr aa tc rd ra");
    assertThat(cut.getSection(Section.ANSWER)).isEmpty();
    assertThat(cut.getRcode()).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void aPointerThatLeadsNowhereIsMalformed() throws Exception {
    byte[] wire = response(Type.A, Rcode.NOERROR, "www.example.org. IN A 192.0.2.1", "").toWire();
    wire[wire.length - 15] = (byte) 0xff;
    ReceivedResponse received = ResponseDecoder.decode(wire, TARGET);
    Query query = QueryDecoder.decode(query(Type.A, false).toWire());

    assertThatThrownBy(() -> received.encode(query, ALIASES, 0, PLENTY))
        .isInstanceOf(MalformedMessageException.class);
  }

  @Test
  void whateverIsChangedOnTheWayIsEncodedOrMalformed() throws Exception {
    byte[] wire =
        response(
                Type.MX,
                Rcode.NOERROR,
                "www.example.org. IN MX 10 mx.example.org.\nwww.example.org. IN MX 5 a.b.org.\n",
                "example.org. IN SOA ns.example.org. root.example.org. 1 2 3 4 5")
            .toWire();
    Query query = QueryDecoder.decode(query(Type.MX, true).toWire());
    Random random = new Random(3);
    List<Integer> lengths = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = wire.clone();
      for (int j = 0; j <= i % 3; j++) {
        int at = Header.LENGTH + TARGET.length() + 4;
        changed[at + random.nextInt(changed.length - at)] = (byte) random.nextInt(256);
      }
      try {
        lengths.add(ResponseDecoder.decode(changed, TARGET).encode(query, ALIASES, 0, 1232).length);
      } catch (MalformedMessageException e) {
        assertThat(e.malformation()).isNotNull();
      }
    }
    assertThat(lengths).hasSizeGreaterThan(1000).allMatch(length -> length <= 1232);
  }
}
