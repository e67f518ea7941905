package org.comosix.appliance.dns.forward.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.Via;
import org.comosix.appliance.dns.codec.Aliases;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.QueryDecoder;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.dns.forward.ForwardEvent;
import org.comosix.appliance.dns.forward.ForwardRules;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/** What we ask of upstream servers on loopback, and what we make of their answers. */
@Timeout(60)
class ForwarderTest {

  private static final InetAddress CLIENT = Ipv4Address.parse("10.77.0.50").toInetAddress();
  private static final String GOOD = "192.0.2.1";
  private static final String EVIL = "203.0.113.66";

  private final NettyRuntime runtime = new NettyRuntime(1);
  private final Forwarder forwarder = new Forwarder(runtime, new Random(7), System::nanoTime);
  private final List<FakeUpstream> upstreams = new ArrayList<>();
  private final BlockingQueue<byte[]> responses = new LinkedBlockingQueue<>();

  @AfterEach
  void close() throws IOException {
    runtime.close();
    for (FakeUpstream upstream : upstreams) {
      upstream.close();
    }
  }

  private FakeUpstream upstream() throws IOException {
    FakeUpstream upstream = new FakeUpstream();
    upstreams.add(upstream);
    return upstream;
  }

  private void take(InetSocketAddress... servers) {
    forwarder.take(
        new ForwardRules(
            true, List.of(Ipv4Subnet.parse("10.77.0.0/24")), List.of(), List.of(servers), 1 << 20));
  }

  private void serveAll() {
    take(upstreams.stream().map(FakeUpstream::address).toArray(InetSocketAddress[]::new));
  }

  private DnsOutcome send(Message query, InetAddress client, Via via)
      throws MalformedMessageException {
    return forwarder.resolve(
        new DnsOutcome.Forward(QueryDecoder.decode(query.toWire()), Optional.empty()),
        client,
        via,
        responses::add);
  }

  private Message ask(Message query) throws Exception {
    return ask(query, Via.UDP);
  }

  private Message ask(Message query, Via via) throws Exception {
    DnsOutcome outcome = send(query, CLIENT, via);
    return outcome instanceof DnsOutcome.Reply reply
        ? new Message(reply.message())
        : new Message(responses.take());
  }

  /** For a name of ours that leads to {@code www.example.org}. */
  private Message askByAlias(Message query) throws Exception {
    DomainName target = DomainName.parse("www.example.org");
    Rrset alias = Rrset.of(RecordType.CNAME, 60, List.of(target.wire()));
    DnsOutcome outcome =
        forwarder.resolve(
            new DnsOutcome.Forward(
                QueryDecoder.decode(query.toWire()),
                Optional.of(new Aliases(List.of(alias), target))),
            CLIENT,
            Via.UDP,
            responses::add);
    return outcome instanceof DnsOutcome.Reply reply
        ? new Message(reply.message())
        : new Message(responses.take());
  }

  @Test
  void theTargetOfAnAliasIsAskedForAndKept() throws Exception {
    FakeUpstream upstream = upstream();
    serveAll();

    Message response = askByAlias(query("Away.lab.example."));
    assertThat(response.getHeader().printFlags().strip()).isEqualTo("qr aa rd ra");
    assertThat(addresses(response)).containsExactly("www.example.org.", GOOD);
    assertThat(upstream.queries.get(0).getQuestion().getName().toString())
        .isEqualToIgnoringCase("www.example.org.");

    assertThat(addresses(askByAlias(query("away.lab.example.")))).hasSize(2);
    assertThat(addresses(ask(query("www.example.org.")))).containsExactly(GOOD);
    assertThat(upstream.queries).hasSize(1);
  }

  @Test
  void anAliasWhoseTargetNobodyKnowsIsServfail() throws Exception {
    upstream().byUdp = query -> List.of(FakeUpstream.failure(query, Rcode.SERVFAIL));
    serveAll();

    Message response = askByAlias(query("away.lab.example."));
    assertThat(response.getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(response.getSection(Section.ANSWER)).isEmpty();
  }

  private static Message query(String name) throws IOException {
    return query(name, Type.A);
  }

  private static Message query(String name, int type) throws IOException {
    return Message.newQuery(Record.newRecord(Name.fromString(name), type, DClass.IN));
  }

  private static List<String> addresses(Message response) {
    return response.getSection(Section.ANSWER).stream().map(Record::rdataToString).toList();
  }

  private long count(ForwardEvent event) {
    return forwarder.counters().getOrDefault("forward." + event, -1L);
  }

  @Test
  void theAnswerComesBackInTheCaseOfTheQuestionAndIsKept() throws Exception {
    FakeUpstream upstream = upstream();
    serveAll();
    Message query = query("WwW.example.ORG.");

    Message response = ask(query);
    assertThat(response.getHeader().getID()).isEqualTo(query.getHeader().getID());
    assertThat(response.getHeader().printFlags().strip()).isEqualTo("qr rd ra");
    assertThat(response.getQuestion().getName()).hasToString("WwW.example.ORG.");
    assertThat(response.getSection(Section.ANSWER).get(0).getName())
        .hasToString("WwW.example.ORG.");
    assertThat(addresses(response)).containsExactly(GOOD);

    assertThat(addresses(ask(query("www.EXAMPLE.org.")))).containsExactly(GOOD);
    assertThat(upstream.queries).hasSize(1);
    assertThat(count(ForwardEvent.FROM_CACHE)).isEqualTo(1);
  }

  @Test
  void eachQueryHasAnIdentifierAPortAndACaseOfItsOwn() throws Exception {
    FakeUpstream upstream = upstream();
    serveAll();
    for (int i = 0; i < 50; i++) {
      ask(query("host" + i + ".somewhere.example.org."));
    }
    Set<Integer> identifiers = new HashSet<>();
    Set<String> tails = new HashSet<>();
    for (Message query : upstream.queries) {
      identifiers.add(query.getHeader().getID());
      String name = query.getQuestion().getName().toString();
      tails.add(name.substring(name.toLowerCase(Locale.ROOT).indexOf(".somewhere")));
    }
    assertThat(identifiers).hasSizeGreaterThan(45);
    assertThat(upstream.ports).hasSizeGreaterThan(40);
    assertThat(tails).hasSizeGreaterThan(45);
  }

  @Test
  void forgedAnswersAreIgnored() throws Exception {
    FakeUpstream upstream = upstream();
    upstream.byUdp =
        query -> {
          Message identifier = forged(query);
          identifier.getHeader().setID(query.getHeader().getID() ^ 1);
          Message name = forged(query);
          name.removeAllRecords(Section.QUESTION);
          name.addRecord(
              Record.newRecord(Name.fromConstantString("other.example."), Type.A, DClass.IN),
              Section.QUESTION);
          Message type = forged(query);
          type.removeAllRecords(Section.QUESTION);
          type.addRecord(
              Record.newRecord(query.getQuestion().getName(), Type.AAAA, DClass.IN),
              Section.QUESTION);
          Message noResponse = forged(query);
          noResponse.getHeader().unsetFlag(Flags.QR);
          return List.of(
              identifier.toWire(),
              name.toWire(),
              type.toWire(),
              noResponse.toWire(),
              new byte[5],
              FakeUpstream.answer(query).toWire());
        };
    serveAll();

    assertThat(addresses(ask(query("bank.example.")))).containsExactly(GOOD);
    assertThat(addresses(ask(query("bank.example.")))).containsExactly(GOOD);
    assertThat(count(ForwardEvent.FORGED)).isEqualTo(4);
    assertThat(upstream.transports).containsExactly("udp");
  }

  private static Message forged(Message query) {
    Message forged = FakeUpstream.answer(query);
    forged.removeAllRecords(Section.ANSWER);
    forged.addRecord(FakeUpstream.a(query, EVIL), Section.ANSWER);
    return forged;
  }

  @Test
  void anAnswerFromAnotherPortIsNotHeard() throws Exception {
    FakeUpstream other = upstream();
    FakeUpstream upstream = upstream();
    CountDownLatch sent = new CountDownLatch(1);
    upstream.byUdp =
        query -> {
          // A perfect forgery but for where it comes from.
          other.sendTo(upstream.lastPort(), forged(query).toWire());
          sent.countDown();
          return List.of(FakeUpstream.answer(query).toWire());
        };
    take(upstream.address());

    assertThat(addresses(ask(query("bank.example.")))).containsExactly(GOOD);
    assertThat(sent.getCount()).isZero();
    assertThat(count(ForwardEvent.FORGED)).isZero();
  }

  @Test
  void whoGuessesTheIdentifierButNotTheCaseMakesUsAskByTcp() throws Exception {
    FakeUpstream upstream = upstream();
    upstream.byUdp =
        query -> {
          byte[] otherCase = forged(query).toWire();
          otherCase[13] ^= 0x20;
          return List.of(otherCase);
        };
    serveAll();

    assertThat(addresses(ask(query("bank.example.")))).containsExactly(GOOD);
    assertThat(upstream.transports).containsExactly("udp", "tcp");
    assertThat(count(ForwardEvent.CASE_DIFFERS)).isEqualTo(1);
  }

  @Test
  void manyWrongGuessesMakeUsAskByTcp() throws Exception {
    FakeUpstream upstream = upstream();
    upstream.byUdp =
        query -> {
          List<byte[]> guesses = new ArrayList<>();
          for (int i = 1; i <= 100; i++) {
            Message guess = forged(query);
            guess.getHeader().setID(query.getHeader().getID() ^ i);
            guesses.add(guess.toWire());
          }
          return guesses;
        };
    serveAll();

    assertThat(addresses(ask(query("bank.example.")))).containsExactly(GOOD);
    assertThat(upstream.transports).containsExactly("udp", "tcp");
  }

  @Test
  void recordsThatAnAnswerBringsAlongAnswerNothingElse() throws Exception {
    FakeUpstream upstream = upstream();
    upstream.byUdp =
        query -> {
          Message answer = FakeUpstream.answer(query);
          Message other = victim();
          if (!query.getQuestion().getName().toString().toLowerCase(Locale.ROOT).startsWith("v")) {
            answer.addRecord(FakeUpstream.a(other, EVIL), Section.ADDITIONAL);
          }
          return List.of(answer.toWire());
        };
    serveAll();

    ask(query("attacker.example."));
    assertThat(addresses(ask(query("victim.example.")))).containsExactly(GOOD);
  }

  private static Message victim() {
    return Message.newQuery(
        Record.newRecord(Name.fromConstantString("victim.example."), Type.A, DClass.IN));
  }

  @Test
  void aTruncatedAnswerIsAskedForByTcpAndTruncatedForAClientThatTakesLess() throws Exception {
    FakeUpstream upstream = upstream();
    upstream.byUdp =
        query -> {
          Message cut = FakeUpstream.answer(query);
          cut.removeAllRecords(Section.ANSWER);
          cut.getHeader().setFlag(Flags.TC);
          return List.of(cut.toWire());
        };
    upstream.byTcp =
        query -> {
          Message answer = FakeUpstream.answer(query);
          answer.removeAllRecords(Section.ANSWER);
          List<String> texts = Collections.nCopies(20, "x".repeat(200));
          answer.addRecord(
              new TXTRecord(query.getQuestion().getName(), DClass.IN, 60, texts), Section.ANSWER);
          return List.of(answer.toWire());
        };
    serveAll();

    Message byUdp = ask(query("big.example.", Type.TXT));
    assertThat(byUdp.getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(byUdp.getSection(Section.ANSWER)).isEmpty();
    Message byTcp = ask(query("big.example.", Type.TXT), Via.TCP);
    assertThat(byTcp.getHeader().getFlag(Flags.TC)).isFalse();
    assertThat(byTcp.toWire().length).isGreaterThan(4000);
    assertThat(upstream.transports).containsExactly("udp", "tcp");
  }

  @Test
  void aServerThatFailsIsPassedOverForThisQuestion() throws Exception {
    FakeUpstream first = upstream();
    FakeUpstream second = upstream();
    first.byUdp = query -> List.of(FakeUpstream.failure(query, Rcode.SERVFAIL));
    serveAll();

    assertThat(addresses(ask(query("a.example.")))).containsExactly(GOOD);
    assertThat(first.queries).hasSize(1);
    assertThat(second.queries).hasSize(1);
  }

  @Test
  void whatNobodyAnswersIsServfailAndNotAskedAgainAtOnce() throws Exception {
    FakeUpstream first = upstream();
    FakeUpstream second = upstream();
    first.byUdp = query -> List.of(FakeUpstream.failure(query, Rcode.REFUSED));
    second.byUdp = query -> List.of(FakeUpstream.failure(query, Rcode.SERVFAIL));
    serveAll();

    assertThat(ask(query("a.example.")).getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(ask(query("a.example.")).getRcode()).isEqualTo(Rcode.SERVFAIL);
    assertThat(first.queries).hasSize(1);
    assertThat(second.queries).hasSize(1);
    assertThat(count(ForwardEvent.UNANSWERED)).isEqualTo(1);
  }

  @Test
  void aSilentServerIsReplacedByTheNextAndThenLeftAlone() throws Exception {
    FakeUpstream silent = upstream();
    FakeUpstream second = upstream();
    silent.byUdp = query -> List.of();
    serveAll();
    for (int i = 0; i < 4; i++) {
      assertThat(addresses(ask(query("n" + i + ".example.")))).containsExactly(GOOD);
    }
    assertThat(second.queries).hasSize(4);
    assertThat(silent.queries).hasSize(3);

    silent.byUdp = query -> List.of(FakeUpstream.answer(query).toWire());
    while (silent.queries.size() < 4) {
      Thread.onSpinWait(); // The probe: the root's servers, after a second.
    }
    assertThat(silent.queries.get(3).getQuestion().getName()).isEqualTo(Name.root);
    // Once it is known to answer, it is the first again.
    for (int i = 0; silent.queries.size() < 5; i++) {
      ask(query("later" + i + ".example."));
    }
  }

  @Test
  void aPortWhereNobodyListensIsPassedOverAtOnce() throws Exception {
    FakeUpstream gone = upstream();
    FakeUpstream second = upstream();
    serveAll();
    gone.close();

    assertThat(addresses(ask(query("a.example.")))).containsExactly(GOOD);
    assertThat(count(ForwardEvent.UPSTREAM_UNREACHABLE)).isEqualTo(1);
    assertThat(second.queries).hasSize(1);
  }

  @Test
  void identicalQuestionsUnderWayAreAskedOnce() throws Exception {
    FakeUpstream upstream = upstream();
    CountDownLatch all = new CountDownLatch(1);
    upstream.byUdp =
        query -> {
          await(all);
          return List.of(FakeUpstream.answer(query).toWire());
        };
    serveAll();
    for (int i = 0; i < 50; i++) {
      assertThat(send(query("same.example."), CLIENT, Via.UDP))
          .isInstanceOf(DnsOutcome.Later.class);
    }
    while (count(ForwardEvent.JOINED) < 49) {
      Thread.onSpinWait();
    }
    all.countDown();
    for (int i = 0; i < 50; i++) {
      assertThat(addresses(new Message(responses.take()))).containsExactly(GOOD);
    }
    assertThat(upstream.queries).hasSize(1);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void queriesThatWaitAreBoundedForOneClientAndForAll() throws Exception {
    FakeUpstream upstream = upstream();
    upstream.byUdp = query -> List.of();
    serveAll();
    for (int i = 0; i < Forwarder.MAX_WAITING_OF_ONE_CLIENT; i++) {
      assertThat(send(query("n" + i + ".example."), CLIENT, Via.UDP))
          .isInstanceOf(DnsOutcome.Later.class);
    }
    assertThat(servfail(send(query("more.example."), CLIENT, Via.UDP))).isTrue();
    assertThat(count(ForwardEvent.TOO_MANY_QUERIES_OF_ONE_CLIENT)).isEqualTo(1);

    int waiting = Forwarder.MAX_WAITING_OF_ONE_CLIENT;
    for (int i = 1; waiting < Forwarder.MAX_WAITING; i++) {
      InetAddress other = Ipv4Address.parse("10.77.0.50").plus(i).toInetAddress();
      for (int j = 0; j < Forwarder.MAX_WAITING_OF_ONE_CLIENT; j++, waiting++) {
        send(query("same.example."), other, Via.UDP);
      }
    }
    InetAddress last = Ipv4Address.parse("10.77.0.200").toInetAddress();
    assertThat(servfail(send(query("more.example."), last, Via.UDP))).isTrue();
    assertThat(count(ForwardEvent.TOO_MANY_QUERIES)).isEqualTo(1);
  }

  private static boolean servfail(DnsOutcome outcome) throws IOException {
    return outcome instanceof DnsOutcome.Reply reply
        && new Message(reply.message()).getRcode() == Rcode.SERVFAIL;
  }

  @Test
  void otherServersAreAskedAfterAReloadAndWhatWaitsIsAnswered() throws Exception {
    FakeUpstream before = upstream();
    CountDownLatch reloaded = new CountDownLatch(1);
    before.byUdp =
        query -> {
          await(reloaded);
          return List.of(FakeUpstream.answer(query).toWire());
        };
    serveAll();
    assertThat(send(query("a.example."), CLIENT, Via.UDP)).isInstanceOf(DnsOutcome.Later.class);
    while (before.queries.isEmpty()) {
      Thread.onSpinWait();
    }
    FakeUpstream after = upstream();
    take(after.address());
    assertThat(addresses(ask(query("b.example.")))).containsExactly(GOOD);
    assertThat(after.queries).hasSize(1);
    reloaded.countDown();
    assertThat(addresses(new Message(responses.take()))).containsExactly(GOOD);

    forwarder.take(ForwardRules.OFF);
    assertThat(forwarder.isAvailableTo(CLIENT)).isFalse();
  }

  @Test
  void checkingDisabledAndDnssecOkArePassedOn() throws Exception {
    FakeUpstream upstream = upstream();
    serveAll();
    Message query = query("a.example.");
    query.getHeader().setFlag(Flags.CD);
    query.addRecord(new OPTRecord(1232, 0, 0, 0x8000), Section.ADDITIONAL);

    Message response = ask(query);
    assertThat(upstream.queries.get(0).getHeader().getFlag(Flags.CD)).isTrue();
    assertThat(upstream.queries.get(0).getOPT().getFlags()).isEqualTo(0x8000);
    assertThat(response.getHeader().getFlag(Flags.CD)).isTrue();
    assertThat(response.getOPT().getFlags()).isEqualTo(0x8000);
  }
}
