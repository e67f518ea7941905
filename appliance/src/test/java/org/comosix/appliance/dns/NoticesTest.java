package org.comosix.appliance.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.crypto.spec.SecretKeySpec;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TSIG;
import org.xbill.DNS.Type;

/** RFC 1996 by a clock that the test turns. */
class NoticesTest {

  private static final DomainName ZONE = DomainName.parse("lab.example");
  private static final byte[] SECRET =
      "a secret of thirty-two octets ..".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OTHER =
      "another one, as long as that is.".getBytes(StandardCharsets.US_ASCII);

  private static final Secondary PLAIN = secondary(1, Optional.empty());
  private static final Secondary SIGNED =
      secondary(2, Optional.of(new TsigKey("key.lab.example", TsigAlgorithm.HMAC_SHA256, SECRET)));

  private final World world = new World();
  private final Notices notices = new Notices(world);

  private static Secondary secondary(int last, Optional<TsigKey> key) {
    return new Secondary(new InetSocketAddress(InetAddress.getLoopbackAddress(), 5300 + last), key);
  }

  private record Task(long at, int order, Runnable run, CompletableFuture<Void> future) {}

  private record Sent(long at, Secondary to, Message message) {}

  private static final class World implements Notices.Surroundings {

    private final PriorityQueue<Task> tasks =
        new PriorityQueue<>(Comparator.comparingLong(Task::at).thenComparingInt(Task::order));
    private final List<Sent> sent = new ArrayList<>();
    private final List<Secondary> quiet = new ArrayList<>();
    private long now;
    private int order;

    @Override
    public void send(Secondary secondary, byte[] message) {
      sent.add(new Sent(now, secondary, DnsLab.parse(message)));
    }

    @Override
    public void isQuiet(Secondary secondary) {
      quiet.add(secondary);
    }

    @Override
    public Future<?> later(long millis, Runnable task) {
      CompletableFuture<Void> future = new CompletableFuture<>();
      tasks.add(new Task(now + millis, order++, task, future));
      return future;
    }

    @Override
    public long nowSeconds() {
      return DnsLab.START.getEpochSecond() + now / 1000;
    }

    void pass(long millis) {
      long end = now + millis;
      while (!tasks.isEmpty() && tasks.peek().at() <= end) {
        Task task = tasks.remove();
        now = task.at();
        if (!task.future().isCancelled()) {
          task.run().run();
        }
      }
      now = end;
    }

    List<Long> times() {
      return sent.stream().map(Sent::at).toList();
    }

    Message last() {
      return sent.get(sent.size() - 1).message();
    }

    Clock clock() {
      return Clock.fixed(Instant.ofEpochSecond(nowSeconds()), ZoneOffset.UTC);
    }
  }

  /** A response as a secondary makes it. */
  private static Message response(Message notify, int rcode) {
    Message response = new Message(notify.getHeader().getID());
    response.getHeader().setOpcode(Opcode.NOTIFY);
    response.getHeader().setFlag(Flags.QR);
    response.getHeader().setFlag(Flags.AA);
    response.getHeader().setRcode(rcode);
    response.addRecord(notify.getQuestion(), Section.QUESTION);
    return response;
  }

  private byte[] signed(Message notify, int rcode, byte[] secret) {
    Message response = response(notify, rcode);
    tsig(secret).apply(response, Rcode.NOERROR, notify.getTSIG());
    return response.toWire();
  }

  private TSIG tsig(byte[] secret) {
    return new TSIG(
        TSIG.HMAC_SHA256,
        DnsLab.name("key.lab.example."),
        new SecretKeySpec(secret, "HMAC"),
        world.clock());
  }

  @Test
  void section37TheMessageNamesTheZoneAndItsSoa() {
    notices.secondaries(List.of(PLAIN));
    notices.changed(List.of(ZONE));
    world.pass(2000);

    assertThat(world.times()).containsExactly(Notices.SETTLE_MILLIS);
    Message message = world.last();
    assertThat(message.getHeader().getOpcode()).isEqualTo(Opcode.NOTIFY);
    assertThat(message.getHeader().printFlags().strip()).isEqualTo("aa");
    assertThat(message.getQuestion().getName()).hasToString("lab.example.");
    assertThat(message.getQuestion().getType()).isEqualTo(Type.SOA);
  }

  @Test
  void section36ItIsSentAgainMoreAndMoreSeldomAndGivenUpAfterAMinute() {
    notices.secondaries(List.of(PLAIN));
    notices.changed(List.of(ZONE));
    world.pass(600_000);

    assertThat(world.times()).containsExactly(1100L, 2100L, 4100L, 8100L, 16_100L, 32_100L);
    assertThat(world.sent.stream().map(sent -> sent.message().getHeader().getID()).distinct())
        .hasSize(1);
    assertThat(world.quiet).containsExactly(PLAIN);
  }

  @Test
  void anAnswerEndsIt() {
    notices.secondaries(List.of(PLAIN));
    notices.changed(List.of(ZONE));
    world.pass(2500);
    notices.received(PLAIN, response(world.last(), Rcode.NOERROR).toWire());
    world.pass(600_000);

    assertThat(world.times()).hasSize(2);
    assertThat(world.quiet).containsExactly(PLAIN);
  }

  @Test
  void section36AnAnswerIsKnownByIdentifierNameAndSource() {
    notices.secondaries(List.of(PLAIN, SIGNED));
    notices.changed(List.of(ZONE));
    world.pass(1500);
    Message notify = world.sent.get(0).message();
    assertThat(world.sent.get(0).to()).isEqualTo(PLAIN);

    Message otherId = response(notify, Rcode.NOERROR);
    otherId.getHeader().setID(notify.getHeader().getID() ^ 0x4000);
    notices.received(PLAIN, otherId.toWire());
    Message otherName = response(notify, Rcode.NOERROR);
    otherName.removeAllRecords(Section.QUESTION);
    otherName.addRecord(
        Record.newRecord(Name.fromConstantString("other.example."), Type.SOA, 1), Section.QUESTION);
    notices.received(PLAIN, otherName.toWire());
    notices.received(SIGNED, response(notify, Rcode.NOERROR).toWire());
    Message query = response(notify, Rcode.NOERROR);
    query.getHeader().unsetFlag(Flags.QR);
    notices.received(PLAIN, query.toWire());
    notices.received(PLAIN, new byte[3]);
    assertThat(world.quiet).isEmpty();

    notices.received(PLAIN, response(notify, Rcode.NOERROR).toWire());
    assertThat(world.quiet).containsExactly(PLAIN);
  }

  @Test
  void manyChangesAreOneNoticeInThreeSeconds() {
    notices.secondaries(List.of(PLAIN));
    for (int i = 0; i < 100; i++) {
      notices.changed(List.of(ZONE));
      world.pass(100);
      if (!world.sent.isEmpty()) {
        notices.received(PLAIN, response(world.last(), Rcode.NOERROR).toWire());
      }
    }

    assertThat(world.times()).containsExactly(1100L, 5200L, 9300L);
  }

  @Test
  void aNewerChangeTakesThePlaceOfAnUnansweredNotice() {
    notices.secondaries(List.of(PLAIN));
    notices.changed(List.of(ZONE));
    world.pass(20_000);
    int before = world.sent.size();
    notices.changed(List.of(ZONE));
    world.pass(3000);
    Message newest = world.last();

    assertThat(world.sent).hasSize(before + 2);
    assertThat(newest.getHeader().getID())
        .isNotEqualTo(world.sent.get(0).message().getHeader().getID());
    assertThat(world.quiet).as("one is still waited for").isEmpty();
    notices.received(PLAIN, response(newest, Rcode.NOERROR).toWire());
    world.pass(600_000);
    assertThat(world.sent).hasSize(before + 2);
  }

  @Test
  void rfc8945ItIsSignedWithTheKeyOfTheSecondary() {
    notices.secondaries(List.of(SIGNED));
    notices.changed(List.of(ZONE));
    world.pass(5000);

    assertThat(world.sent).hasSize(3);
    for (Sent sent : world.sent) {
      byte[] wire = sent.message().toWire();
      assertThat(tsig(SECRET).verify(sent.message(), wire, null)).isEqualTo(Rcode.NOERROR);
      assertThat(tsig(OTHER).verify(DnsLab.parse(wire), wire, null)).isEqualTo(Rcode.BADSIG);
    }
  }

  @Test
  void rfc8945OnlyASignedAnswerEndsASignedNotice() {
    notices.secondaries(List.of(SIGNED));
    notices.changed(List.of(ZONE));
    world.pass(1500);
    Message notify = world.last();

    notices.received(SIGNED, response(notify, Rcode.NOERROR).toWire());
    notices.received(SIGNED, signed(notify, Rcode.NOERROR, OTHER));
    assertThat(world.quiet).isEmpty();

    notices.received(SIGNED, signed(notify, Rcode.NOERROR, SECRET));
    assertThat(world.quiet).containsExactly(SIGNED);
    world.pass(600_000);
    assertThat(world.times()).hasSize(1);
  }

  @Test
  void whoeverIsNoSecondaryAnyMoreIsToldNothing() {
    notices.secondaries(List.of(PLAIN, SIGNED));
    notices.changed(List.of(ZONE));
    world.pass(1500);
    notices.secondaries(List.of(SIGNED));

    assertThat(world.quiet).containsExactly(PLAIN);
    world.sent.clear();
    world.pass(600_000);
    assertThat(world.sent).isNotEmpty().allMatch(sent -> sent.to().equals(SIGNED));
    notices.close();
    world.sent.clear();
    notices.changed(List.of(ZONE));
    world.pass(600_000);
    assertThat(world.sent).isEmpty();
  }

  @Test
  void withoutSecondariesNothingIsPlanned() {
    notices.changed(List.of(ZONE));

    assertThat(world.tasks).isEmpty();
  }

  @Test
  void howMuchWaitsIsBounded() {
    notices.secondaries(List.of(PLAIN, SIGNED));
    notices.changed(
        IntStream.range(0, 2 * Notices.MOST)
            .mapToObj(i -> DomainName.parse("zone" + i + ".example"))
            .toList());
    world.pass(1500);

    assertThat(world.sent).hasSize(Notices.MOST);
    assertThat(world.tasks.size()).isLessThanOrEqualTo(2 * Notices.MOST);
  }
}
