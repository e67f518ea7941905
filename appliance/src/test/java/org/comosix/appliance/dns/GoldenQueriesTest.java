package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.comosix.appliance.dns.codec.Header;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.QueryDecoder;
import org.comosix.appliance.dns.codec.ResponseEncoder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** What real clients send, whole, cut and mutated. */
class GoldenQueriesTest {

  private static final int MUTATIONS = 4000;

  private final DnsLab lab = DnsLab.lab();

  static List<GoldenQuery> golden() {
    return GoldenQuery.all();
  }

  @BeforeEach
  void boot() {
    lab.binds("10.77.0.50", "52:54:00:00:00:01", "pc1");
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isReadAsItWasMeant(GoldenQuery golden) {
    assertThat(read(golden.bytes())).isEqualTo(golden.promise("expect"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isAnsweredWhole(GoldenQuery golden) {
    DnsOutcome outcome = lab.service.responder().respond(golden.bytes(), Via.UDP);

    assertThat(outcome).isInstanceOf(DnsOutcome.Reply.class);
    byte[] reply = ((DnsOutcome.Reply) outcome).message();
    assertThat(Arrays.copyOf(reply, 2)).isEqualTo(Arrays.copyOf(golden.bytes(), 2));
    assertThat(whole(DnsLab.parse(reply))).isEqualTo(golden.promise("answer"));
  }

  @ParameterizedTest
  @MethodSource("golden")
  void isNoQueryWhenCutAnywhere(GoldenQuery golden) {
    for (int length = 0; length < golden.bytes().length; length++) {
      DnsOutcome outcome =
          lab.service.responder().respond(Arrays.copyOf(golden.bytes(), length), Via.UDP);
      if (length < Header.LENGTH) {
        assertThat(outcome).isEqualTo(new DnsOutcome.Drop(DropReason.SHORTER_THAN_A_HEADER));
      } else {
        byte[] reply = ((DnsOutcome.Reply) outcome).message();
        assertThat(DnsLab.parse(reply).getRcode())
            .as("cut at %d", length)
            .isIn(org.xbill.DNS.Rcode.FORMERR, org.xbill.DNS.Rcode.NOTIMP);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("golden")
  @Timeout(20)
  void isAnsweredInGoodFormOrDroppedWhateverIsChanged(GoldenQuery golden) {
    Random chance = new Random(20260301);
    for (int i = 0; i < MUTATIONS; i++) {
      byte[] message = mutate(golden.bytes(), chance);
      Via via = chance.nextBoolean() ? Via.UDP : Via.TCP;
      DnsOutcome outcome = lab.service.responder().respond(message, via);
      if (outcome instanceof DnsOutcome.Reply reply) {
        Message parsed = DnsLab.parse(reply.message());
        assertThat(parsed.getHeader().getFlag(Flags.QR)).isTrue();
        assertThat(reply.message()).startsWith(message[0], message[1]);
        assertThat(reply.message().length).isLessThanOrEqualTo(ResponseEncoder.EDNS_UDP_SIZE);
      }
    }
  }

  private static byte[] mutate(byte[] original, Random chance) {
    byte[] message = original.clone();
    int changes = 1 + chance.nextInt(4);
    for (int i = 0; i < changes; i++) {
      int at = chance.nextInt(message.length);
      switch (chance.nextInt(4)) {
        case 0 -> message[at] ^= (byte) (1 << chance.nextInt(8));
        case 1 -> message[at] = (byte) chance.nextInt();
        case 2 -> message[at] = (byte) (0xc0 | chance.nextInt(64));
        default -> message = Arrays.copyOf(message, 1 + chance.nextInt(2 * message.length));
      }
    }
    return message;
  }

  private static String read(byte[] message) {
    if (Header.opcode(message) != Header.OPCODE_QUERY) {
      return "OPCODE " + Header.opcode(message);
    }
    try {
      Query query = QueryDecoder.decode(message);
      return "%s class %d %s %s signed=%s"
          .formatted(
              query.name(),
              query.dnsClass(),
              Type.string(query.type()),
              query.edns().map(Object::toString).orElse("no EDNS"),
              query.signed());
    } catch (MalformedMessageException e) {
      return e.malformation().toString();
    }
  }

  private static String whole(Message message) {
    StringBuilder text = new StringBuilder(DnsLab.summary(message));
    text.append(" | ").append(message.getHeader().printFlags().strip());
    for (Record question : message.getSection(Section.QUESTION)) {
      text.append(" | QUESTION ").append(question.getName()).append(' ');
      text.append(Type.string(question.getType()));
    }
    OPTRecord opt = message.getOPT();
    if (opt != null) {
      text.append(" | OPT %d v%d ".formatted(opt.getPayloadSize(), opt.getVersion()));
      text.append("flags=%x options=%s".formatted(opt.getFlags(), opt.getOptions()));
    }
    return text.toString();
  }
}
