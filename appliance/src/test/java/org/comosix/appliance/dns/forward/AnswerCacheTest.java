package org.comosix.appliance.dns.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.Via;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.OutgoingQuery;
import org.comosix.appliance.dns.codec.QueryDecoder;
import org.comosix.appliance.dns.codec.ReceivedResponse;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.ResponseDecoder;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

class AnswerCacheTest {

  private static final long LIMIT = 64 << 10;

  private final AnswerCache cache = new AnswerCache(LIMIT);
  private long now = 1000;

  private void pass(int seconds) {
    now += TimeUnit.SECONDS.toNanos(seconds);
  }

  private static Question question(String name) {
    return new Question(DomainName.parse(name), RecordType.A, false, false);
  }

  private void keep(String name, int ttl) throws Exception {
    cache.put(question(name), new Answer(Optional.of(received(name, ttl)), now));
  }

  private static ReceivedResponse received(String name, int ttl) throws Exception {
    DomainName parsed = DomainName.parse(name);
    Message message =
        new Message(OutgoingQuery.of(parsed, RecordType.A, false, false, new Random(1)).message());
    message.addRecord(
        new ARecord(
            message.getQuestion().getName(), DClass.IN, ttl, InetAddress.getByName("192.0.2.1")),
        Section.ANSWER);
    return ResponseDecoder.decode(message.toWire(), parsed);
  }

  @Test
  void anAnswerIsKeptForItsLifetime() throws Exception {
    keep("a.example", 10);
    pass(9);
    assertThat(cache.find(question("a.example"), now)).isPresent();
    pass(1);
    assertThat(cache.find(question("a.example"), now)).isEmpty();
    assertThat(cache.used()).isZero();
  }

  @Test
  void aFailureIsKeptForFiveSeconds() throws Exception {
    cache.put(question("a.example"), Answer.failure(now));
    pass(4);
    Answer failure = cache.find(question("a.example"), now).orElseThrow();
    byte[] query =
        OutgoingQuery.of(DomainName.parse("a.example"), RecordType.A, false, false, new Random(1))
            .message();
    DnsOutcome.Forward wanted =
        new DnsOutcome.Forward(QueryDecoder.decode(query), Optional.empty());
    Message shown = new Message(failure.encode(wanted, Via.UDP, now));
    assertThat(shown.getRcode()).isEqualTo(org.xbill.DNS.Rcode.SERVFAIL);
    assertThat(shown.getHeader().printFlags().strip()).isEqualTo("qr rd ra");
    pass(1);
    assertThat(cache.find(question("a.example"), now)).isEmpty();
  }

  @Test
  void signedAndUncheckedAnswersAreOthers() throws Exception {
    keep("a.example", 10);
    DomainName name = DomainName.parse("a.example");
    assertThat(cache.find(new Question(name, RecordType.A, true, false), now)).isEmpty();
    assertThat(cache.find(new Question(name, RecordType.A, false, true), now)).isEmpty();
    assertThat(cache.find(new Question(name, RecordType.NS, false, false), now)).isEmpty();
  }

  @Test
  void whatMayNotBeKeptIsNotAndTakesTheOldAway() throws Exception {
    keep("a.example", 10);
    keep("a.example", 0);
    assertThat(cache.count()).isZero();
    assertThat(cache.used()).isZero();
  }

  @Test
  void memoryIsBoundedAndWhatIsAskedForStays() throws Exception {
    keep("wanted.example", 100);
    for (int i = 0; i < 10_000; i++) {
      keep("n" + i + ".example", 100);
      assertThat(cache.find(question("wanted.example"), now)).isPresent();
      assertThat(cache.used()).isLessThanOrEqualTo(LIMIT);
    }
    assertThat(cache.count()).isBetween(100, 250);
    assertThat(cache.find(question("n0.example"), now)).isEmpty();
    assertThat(cache.find(question("n9999.example"), now)).isPresent();
  }

  @Test
  void aSmallerCacheForgetsAtOnce() throws Exception {
    for (int i = 0; i < 100; i++) {
      keep("n" + i + ".example", 100);
    }
    cache.resize(2000);
    assertThat(cache.used()).isLessThanOrEqualTo(2000);
    assertThat(cache.find(question("n99.example"), now)).isPresent();
    cache.clear();
    assertThat(cache.count()).isZero();
    assertThat(cache.used()).isZero();
  }
}
