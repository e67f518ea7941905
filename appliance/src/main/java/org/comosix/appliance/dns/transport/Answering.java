package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Optional;
import java.util.function.Supplier;
import org.comosix.appliance.dns.DnsCounters;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.DnsResponder;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the responder, and survives it: the one place where a fault of ours is caught. */
final class Answering {

  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private final Supplier<DnsResponder> responder;
  private final DnsCounters counters;

  Answering(Supplier<DnsResponder> responder, DnsCounters counters) {
    this.responder = responder;
    this.counters = counters;
  }

  /** The response's bytes; empty when there is to be none, which is counted. */
  Optional<byte[]> answer(ByteBuf content, Via via) {
    byte[] message = ByteBufUtil.getBytes(content);
    DnsOutcome outcome = respond(message, via);
    if (outcome instanceof DnsOutcome.Reply reply) {
      return Optional.of(reply.message());
    }
    if (outcome instanceof DnsOutcome.Drop drop) {
      counters.dropped(drop.reason());
    }
    return Optional.empty();
  }

  private DnsOutcome respond(byte[] message, Via via) {
    try {
      return responder.get().respond(message, via);
    } catch (RuntimeException e) {
      log.atError()
          .setCause(e)
          .addKeyValue("via", via)
          .addKeyValue("query", ByteBufUtil.hexDump(message))
          .log("dns.fault");
      return new DnsOutcome.Drop(DropReason.OUR_FAULT);
    }
  }

  void dropped(DropReason reason) {
    counters.dropped(reason);
  }
}
