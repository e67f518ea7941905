package org.comosix.appliance.dns.forward.transport;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.ReceivedResponse;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.forward.ForwardEvent;
import org.comosix.appliance.dns.forward.Question;
import org.comosix.appliance.dns.forward.UpstreamHealth;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The servers that we ask. One that does not answer rests, and is asked for the root's servers from
 * time to time, so that no client waits to find out. On the loop only.
 */
final class Upstreams {

  private static final Logger log = LoggerFactory.getLogger(Upstreams.class);
  private static final Question PROBE = new Question(DomainName.ROOT, RecordType.NS, false, false);
  private static final long PROBE_PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final Wire wire;
  private List<Upstream> all = List.of();

  Upstreams(Wire wire) {
    this.wire = wire;
  }

  /** From now on these; of those that stay we know what we knew. */
  void replace(List<InetSocketAddress> addresses) {
    List<Upstream> before = all;
    all = addresses.stream().distinct().map(address -> known(before, address)).toList();
  }

  private static Upstream known(List<Upstream> before, InetSocketAddress address) {
    return before.stream()
        .filter(upstream -> upstream.address().equals(address))
        .findFirst()
        .orElseGet(() -> new Upstream(address, new UpstreamHealth()));
  }

  /** Those to ask, the first one first: all of them, where none is known to answer. */
  List<Upstream> order() {
    List<Upstream> answering =
        all.stream().filter(upstream -> !upstream.health().isResting()).toList();
    return answering.isEmpty() ? all : answering;
  }

  void answered(Exchange exchange) {
    Upstream upstream = exchange.upstream();
    if (upstream.health().answered(exchange.sent(), wire.now())) {
      log.atInfo().addKeyValue("upstream", upstream).log("dns.upstream-answers");
    }
  }

  void silent(Exchange exchange) {
    wire.counters().count(ForwardEvent.UPSTREAM_SILENT);
    if (exchange.upstream().health().silent(exchange.sent())) {
      begins(exchange.upstream(), "no answer");
    }
  }

  void unreachable(Exchange exchange) {
    wire.counters().count(ForwardEvent.UPSTREAM_UNREACHABLE);
    if (exchange.upstream().health().unreachable()) {
      begins(exchange.upstream(), "unreachable");
    }
  }

  private void begins(Upstream upstream, String why) {
    log.atWarn()
        .addKeyValue("upstream", upstream)
        .addKeyValue("why", why)
        .log("dns.upstream-rests");
    rest(upstream);
  }

  private void rest(Upstream upstream) {
    var unused = wire.after(upstream.health().rest(), () -> probe(upstream));
  }

  private void probe(Upstream upstream) {
    if (!all.contains(upstream) || !upstream.health().isResting()) {
      return;
    }
    Exchange exchange = new Exchange(wire, upstream, PROBE, new Probe());
    var unused = wire.after(PROBE_PATIENCE, () -> probed(exchange));
    exchange.begin();
  }

  private void probed(Exchange exchange) {
    exchange.close();
    if (exchange.upstream().health().isResting()) {
      exchange.upstream().health().stillSilent();
      rest(exchange.upstream());
    }
  }

  /** Any answer shows that it is there. */
  private final class Probe implements Exchange.Listener {

    @Override
    public void answered(Exchange exchange, ReceivedResponse response) {
      Upstreams.this.answered(exchange);
    }

    @Override
    public void unreachable(Exchange exchange) {
      wire.counters().count(ForwardEvent.UPSTREAM_UNREACHABLE);
    }
  }
}
