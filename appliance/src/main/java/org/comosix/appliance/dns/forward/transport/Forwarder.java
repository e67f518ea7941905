package org.comosix.appliance.dns.forward.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.Recursion;
import org.comosix.appliance.dns.Via;
import org.comosix.appliance.dns.forward.Answer;
import org.comosix.appliance.dns.forward.AnswerCache;
import org.comosix.appliance.dns.forward.ClientShares;
import org.comosix.appliance.dns.forward.ForwardEvent;
import org.comosix.appliance.dns.forward.ForwardRules;
import org.comosix.appliance.dns.forward.Question;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.TcpConnector;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Resolves by asking other servers, and keeps what they answer. What is kept is answered on the
 * caller's thread; everything else happens on one event loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5625">RFC 5625, DNS proxies</a>
 */
public final class Forwarder implements Recursion {

  /** Queries that wait at one time, of all clients. */
  static final int MAX_WAITING = 1000;

  static final int MAX_WAITING_OF_ONE_CLIENT = 100;

  private static final Logger log = LoggerFactory.getLogger(Forwarder.class);

  /** A query that waits; all it holds is its question. */
  private record Waiter(
      DnsOutcome.Forward wanted, InetAddress client, Via via, Consumer<byte[]> later) {}

  private final Counters<ForwardEvent> counters = new Counters<>(ForwardEvent.class);
  private final ClientShares shares = new ClientShares(MAX_WAITING, MAX_WAITING_OF_ONE_CLIENT);
  private final AnswerCache cache = new AnswerCache(0);
  private final Wire wire;
  private final Upstreams upstreams;

  /** On the loop only. */
  private final Map<Question, List<Waiter>> underWay = new HashMap<>();

  private volatile ForwardRules rules = ForwardRules.OFF;

  /**
   * Asks nobody before it has rules.
   *
   * @param random unpredictable; used by one thread
   * @param nanoTime only goes forward
   */
  public Forwarder(NettyRuntime runtime, RandomGenerator random, LongSupplier nanoTime) {
    wire =
        new Wire(
            runtime.loops().next(),
            new UdpSocketFactory(runtime),
            new TcpConnector(runtime),
            random,
            nanoTime,
            counters);
    upstreams = new Upstreams(wire);
  }

  /** From now on by these rules; queries that wait are answered by the ones before. */
  public synchronized void take(ForwardRules next) {
    if (!next.upstreams().equals(rules.upstreams())) {
      wire.loop().execute(() -> upstreams.replace(next.upstreams()));
      cache.clear();
    }
    cache.resize(next.cacheSize());
    rules = next;
  }

  @Override
  public boolean isAvailableTo(InetAddress client) {
    return rules.serves(client);
  }

  @Override
  public DnsOutcome resolve(
      DnsOutcome.Forward wanted, InetAddress client, Via via, Consumer<byte[]> later) {
    Question question = Question.of(wanted);
    long now = wire.now();
    Optional<Answer> kept = cache.find(question, now);
    if (kept.isPresent()) {
      counters.count(ForwardEvent.FROM_CACHE);
      return new DnsOutcome.Reply(kept.get().encode(wanted, via, now));
    }
    Optional<ForwardEvent> refusal = shares.enter(client);
    if (refusal.isPresent()) {
      counters.count(refusal.get());
      return new DnsOutcome.Reply(Answer.failure(now).encode(wanted, via, now));
    }
    Waiter waiter = new Waiter(wanted.withoutRecords(), client, via, later);
    wire.loop().execute(() -> ask(question, waiter));
    return new DnsOutcome.Later();
  }

  private void ask(Question question, Waiter waiter) {
    Optional<List<Waiter>> others = Optional.ofNullable(underWay.get(question));
    if (others.isPresent()) {
      counters.count(ForwardEvent.JOINED);
      others.get().add(waiter);
      return;
    }
    counters.count(ForwardEvent.ASKED);
    underWay.put(question, new ArrayList<>(List.of(waiter)));
    List<InetSocketAddress> asked = rules.upstreams();
    new Inquiry(wire, question, upstreams, answer -> answered(question, answer, asked)).begin();
  }

  /** What servers say that are no longer ours to ask is told to those who wait, but not kept. */
  private void answered(Question question, Answer answer, List<InetSocketAddress> asked) {
    if (asked.equals(rules.upstreams())) {
      cache.put(question, answer);
    }
    Optional.ofNullable(underWay.remove(question))
        .ifPresent(waiters -> waiters.forEach(waiter -> tell(waiter, answer)));
  }

  /** One client's fault, or ours with his query, keeps nobody else waiting. */
  private void tell(Waiter waiter, Answer answer) {
    shares.leave(waiter.client());
    try {
      waiter.later().accept(answer.encode(waiter.wanted(), waiter.via(), wire.now()));
    } catch (RuntimeException e) {
      log.atError().setCause(e).addKeyValue("name", waiter.wanted().name()).log("dns.fault");
    }
  }

  @Override
  public Map<String, Long> counters() {
    Map<String, Long> all = new TreeMap<>();
    counters.snapshot().forEach((event, count) -> all.put("forward." + event, count));
    return all;
  }
}
