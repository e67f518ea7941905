package org.comosix.appliance.dns.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What is kept of another server's response, and what of it a client gets. */
class ResponseDecoderTest {

  private static final DomainName NAME = DomainName.parse("www.example.org");
  private static final String A = "www.example.org. 300 IN A 192.0.2.1";
  private static final String SOA = "example.org. %d IN SOA ns. root. 1 2 3 4 %d";

  @ParameterizedTest
  @CsvSource({
    "300, 300",
    "0, 0",
    "86400, 86400",
    "604800, 86400",
    "2147483647, 86400",
  })
  void aPositiveAnswerIsKeptForItsTtlButNoLongerThanADay(long ttl, int kept) throws Exception {
    Message message = response("www.example.org. " + ttl + " IN A 192.0.2.1");

    assertThat(decode(message).lifetimeSeconds()).isEqualTo(kept);
    assertThat(shown(decode(message), 0).getSection(Section.ANSWER).get(0).getTTL())
        .isEqualTo(kept);
  }

  @Test
  void aTtlWithTheHighestBitSetIsZero() throws Exception {
    byte[] wire = response(A).toWire();
    wire[wire.length - 4 - 2 - 4] |= (byte) 0x80;

    assertThat(ResponseDecoder.decode(wire, NAME).lifetimeSeconds()).isZero();
  }

  @Test
  void theShortestLivedRecordDecides() throws Exception {
    Message message = response(A, "www.example.org. 20 IN A 192.0.2.2");

    assertThat(decode(message).lifetimeSeconds()).isEqualTo(20);
  }

  @ParameterizedTest
  @CsvSource({
    "600, 900, 600",
    "900, 600, 600",
    "900000, 900000, 10800",
  })
  void aNegativeAnswerIsKeptForTheLesserOfSoaTtlAndMinimumButThreeHoursAtMost(
      int ttl, int minimum, int kept) throws Exception {
    for (int rcode : List.of(Rcode.NOERROR.number(), Rcode.NXDOMAIN.number())) {
      Message message = response();
      message.getHeader().setRcode(rcode);
      message.addRecord(record(String.format(SOA, ttl, minimum)), Section.AUTHORITY);

      assertThat(decode(message).lifetimeSeconds()).isEqualTo(kept);
      assertThat(shown(decode(message), 7).getSection(Section.AUTHORITY).get(0).getTTL())
          .isEqualTo(kept - 7);
    }
  }

  @Test
  void aNegativeAnswerWithoutSoaIsNotKeptNorIsAFailure() throws Exception {
    Message nothing = response();
    assertThat(decode(nothing).lifetimeSeconds()).isZero();

    nothing.getHeader().setRcode(Rcode.SERVFAIL.number());
    nothing.addRecord(record(String.format(SOA, 60, 60)), Section.AUTHORITY);
    assertThat(decode(nothing).lifetimeSeconds()).isZero();
    assertThat(decode(nothing).rcode()).isEqualTo(Rcode.SERVFAIL.number());
  }

  @Test
  void anAliasWithoutTheTypeAskedForIsNegative() throws Exception {
    Message message = response("www.example.org. 300 IN CNAME web.example.org.");
    assertThat(decode(message).lifetimeSeconds()).isZero();

    message.addRecord(record(String.format(SOA, 60, 30)), Section.AUTHORITY);
    assertThat(decode(message).lifetimeSeconds()).isEqualTo(30);
  }

  @Test
  void ttlsGrowLessWithAgeAndStopAtZero() throws Exception {
    ReceivedResponse received =
        decode(response(A, "www.example.org. 20 IN RRSIG A 8 3 300 1 1 1 example.org. AAAA"));

    assertThat(shown(received, 5).getSection(Section.ANSWER))
        .extracting(Record::getTTL)
        .containsExactlyInAnyOrder(295L, 15L);
    assertThat(shown(received, 30).getSection(Section.ANSWER))
        .extracting(Record::getTTL)
        .containsExactlyInAnyOrder(270L, 0L);
  }

  @Test
  void theOtherServersOptIsNotPassedOnAndOursIsOnlyForWhoSentOne() throws Exception {
    Message message = response(A);
    message.addRecord(new OPTRecord(4096, 0, 0, 0x8000), Section.ADDITIONAL);
    ReceivedResponse received = decode(message);

    assertThat(shown(received, 0).getOPT()).isNull();
    Message query = query();
    query.addRecord(new OPTRecord(1400, 0, 0), Section.ADDITIONAL);
    Message shown = new Message(received.encode(decoded(query), 0, 512));
    assertThat(shown.getOPT().getPayloadSize()).isEqualTo(1232);
    assertThat(shown.getOPT().getFlags()).isZero();
    assertThat(shown.getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void theUpperBitsOfAnRcodeAreInTheOptRecord() throws Exception {
    Message message = response();
    message.addRecord(new OPTRecord(4096, 1, 0), Section.ADDITIONAL);

    assertThat(decode(message).rcode()).isEqualTo(Rcode.BADVERS.number());
  }

  @Test
  void authenticDataIsShownToWhoeverUnderstandsIt() throws Exception {
    Message message = response(A);
    message.getHeader().setFlag(Flags.AD);
    message.getHeader().setFlag(Flags.AA);
    ReceivedResponse received = decode(message);
    Message query = query();

    assertThat(flags(received, query)).isEqualTo("qr rd ra");
    query.getHeader().setFlag(Flags.AD);
    query.getHeader().setFlag(Flags.CD);
    assertThat(flags(received, query)).isEqualTo("qr rd ra ad cd");
    query.getHeader().unsetFlag(Flags.AD);
    query.addRecord(new OPTRecord(1400, 0, 0, 0x8000), Section.ADDITIONAL);
    assertThat(flags(received, query)).isEqualTo("qr rd ra ad cd");
  }

  @Test
  void whatDoesNotFitLosesTheAdditionalSectionThenEverything() throws Exception {
    Message message = response(A);
    for (int i = 0; i < 40; i++) {
      message.addRecord(record("host" + i + ".example.org. 60 IN A 192.0.2.9"), 3);
    }
    Message cut = new Message(decode(message).encode(decoded(query()), 0, 512));
    assertThat(cut.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(cut.getSection(Section.ANSWER)).hasSize(1);
    assertThat(cut.getSection(Section.ADDITIONAL)).isEmpty();

    List<String> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add("www.example.org. 60 IN A 192.0.2." + i);
    }
    message = response(many.toArray(String[]::new));
    cut = new Message(decode(message).encode(decoded(query()), 0, 512));
    assertThat(cut.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(cut.getHeader().getFlag(Flags.RA)).isTrue();
    assertThat(cut.getSection(Section.ANSWER)).isEmpty();
    assertThat(new Message(decode(message).encode(decoded(query()), 0, 65_535)).toString())
        .contains("192.0.2.39");
  }

  @Test
  void everythingCutShortIsMalformedAndNothingElseHappens() throws Exception {
    Message message = response(A, "www.example.org. 20 IN TXT \"a text\"");
    message.addRecord(record(String.format(SOA, 60, 30)), Section.AUTHORITY);
    message.addRecord(new OPTRecord(4096, 0, 0), Section.ADDITIONAL);
    byte[] wire = message.toWire();
    int question = Header.LENGTH + NAME.length() + 4;
    for (int length = question; length < wire.length; length++) {
      byte[] cut = Arrays.copyOf(wire, length);
      assertThatThrownBy(() -> ResponseDecoder.decode(cut, NAME))
          .isInstanceOf(MalformedMessageException.class);
    }
  }

  @Test
  void anyOctetsAreReadOrRefused() throws Exception {
    byte[] wire = response(A, "www.example.org. 20 IN TXT \"a text\"").toWire();
    Random random = new Random(4);
    int question = Header.LENGTH + NAME.length() + 4;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = wire.clone();
      for (int j = 0; j < 3; j++) {
        changed[question + random.nextInt(wire.length - question)] = (byte) random.nextInt();
      }
      changed[Header.ARCOUNT + 1] = (byte) random.nextInt(3);
      try {
        ResponseDecoder.decode(changed, NAME).encode(decoded(query()), 9, 512);
      } catch (MalformedMessageException e) {
        assertThat(e.offset()).isGreaterThanOrEqualTo(question);
      }
    }
  }

  private static String flags(ReceivedResponse received, Message query) throws Exception {
    return new Message(received.encode(decoded(query), 0, 512)).getHeader().printFlags().strip();
  }

  private static Message shown(ReceivedResponse received, int age) throws Exception {
    return new Message(received.encode(decoded(query()), age, 512));
  }

  private static Query decoded(Message query) throws Exception {
    return QueryDecoder.decode(query.toWire());
  }

  private static ReceivedResponse decode(Message message) throws MalformedMessageException {
    return ResponseDecoder.decode(message.toWire(), NAME);
  }

  private static Message query() throws IOException {
    return Message.newQuery(
        Record.newRecord(Name.fromString("WWW.example.org."), Type.A, DClass.IN));
  }

  private static Message response(String... answers) throws IOException {
    Message message = query();
    message.getHeader().setFlag(Flags.QR);
    for (String answer : answers) {
      message.addRecord(record(answer), Section.ANSWER);
    }
    return message;
  }

  private static Record record(String text) throws IOException {
    try (Master master =
        new Master(new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII)))) {
      return Objects.requireNonNull(master.nextRecord());
    }
  }
}
