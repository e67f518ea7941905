package org.comosix.appliance.dns.forward.transport;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.ReceivedResponse;
import org.comosix.appliance.dns.forward.Answer;
import org.comosix.appliance.dns.forward.ForwardEvent;
import org.comosix.appliance.dns.forward.Question;

/**
 * One question until it is answered: one server after the other is asked, and whoever answers first
 * is taken, so that a slow answer is not lost to haste. On the loop only.
 */
final class Inquiry implements Exchange.Listener {

  /** Stub resolvers give up after five seconds (resolv.conf(5)). */
  private static final long DEADLINE = TimeUnit.SECONDS.toNanos(5);

  private static final int LEAST_ATTEMPTS = 4;

  /** Says that this server cannot answer, not what the answer is (RFC 9520, section 2). */
  private static final Set<Integer> FAILURES =
      Set.of(
          Rcode.SERVFAIL.number(),
          Rcode.REFUSED.number(),
          Rcode.FORMERR.number(),
          Rcode.NOTIMP.number(),
          Rcode.BADVERS.number());

  private final Wire wire;
  private final Question question;
  private final Upstreams upstreams;
  private final List<Upstream> order;
  private final Consumer<Answer> done;
  private final Set<Exchange> open = new HashSet<>();
  private final List<Upstream> failed = new ArrayList<>();
  private final List<Future<?>> timers = new ArrayList<>();
  private int attempts;
  private boolean over;

  Inquiry(Wire wire, Question question, Upstreams upstreams, Consumer<Answer> done) {
    this.wire = wire;
    this.question = question;
    this.upstreams = upstreams;
    this.order = upstreams.order();
    this.done = done;
  }

  void begin() {
    timers.add(wire.after(DEADLINE, this::fail));
    next();
  }

  private void next() {
    Optional<Upstream> upstream = choose();
    if (upstream.isPresent()) {
      ask(upstream.get());
    } else if (open.isEmpty()) {
      fail();
    }
  }

  private Optional<Upstream> choose() {
    while (!order.isEmpty() && attempts < Math.max(LEAST_ATTEMPTS, order.size())) {
      Upstream upstream = order.get(attempts % order.size());
      attempts++;
      if (!failed.contains(upstream)) {
        return Optional.of(upstream);
      }
    }
    return Optional.empty();
  }

  private void ask(Upstream upstream) {
    Exchange exchange = new Exchange(wire, upstream, question, this);
    open.add(exchange);
    int round = (attempts - 1) / order.size();
    long patience = upstream.health().patience() << round;
    timers.add(wire.after(patience, () -> waited(exchange)));
    exchange.begin();
  }

  private void waited(Exchange exchange) {
    if (!over && open.contains(exchange)) {
      upstreams.silent(exchange);
      next();
    }
  }

  @Override
  public void answered(Exchange exchange, ReceivedResponse response) {
    open.remove(exchange);
    upstreams.answered(exchange);
    if (over) {
      return;
    }
    if (FAILURES.contains(response.rcode())) {
      wire.counters().count(ForwardEvent.UPSTREAM_FAILED);
      failed.add(exchange.upstream());
      next();
    } else {
      wire.counters().count(ForwardEvent.ANSWERED);
      finish(new Answer(Optional.of(response), wire.now()));
    }
  }

  @Override
  public void unreachable(Exchange exchange) {
    open.remove(exchange);
    upstreams.unreachable(exchange);
    failed.add(exchange.upstream());
    if (!over) {
      next();
    }
  }

  private void fail() {
    if (!over) {
      wire.counters().count(ForwardEvent.UNANSWERED);
      finish(Answer.failure(wire.now()));
    }
  }

  private void finish(Answer answer) {
    over = true;
    timers.forEach(timer -> timer.cancel(false));
    open.forEach(Exchange::close);
    open.clear();
    done.accept(answer);
  }
}
