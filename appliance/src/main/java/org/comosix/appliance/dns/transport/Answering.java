package org.comosix.appliance.dns.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.net.InetAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.dns.DnsCounters;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.DnsResponder;
import org.comosix.appliance.dns.DropReason;
import org.comosix.appliance.dns.Recursion;
import org.comosix.appliance.dns.Via;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the responder, and survives it: the one place where a fault of ours is caught. */
final class Answering {

  private static final Logger log = LoggerFactory.getLogger(Answering.class);

  private final Supplier<DnsResponder> responder;
  private final Recursion recursion;
  private final DnsCounters counters;

  Answering(Supplier<DnsResponder> responder, Recursion recursion, DnsCounters counters) {
    this.responder = responder;
    this.recursion = recursion;
    this.counters = counters;
  }

  /**
   * What becomes of a message; silence is counted.
   *
   * @param later takes the response after {@link DnsOutcome.Later}, on any thread
   */
  DnsOutcome answer(ByteBuf content, InetAddress client, Via via, Consumer<byte[]> later) {
    byte[] message = ByteBufUtil.getBytes(content);
    DnsOutcome outcome = respond(message, client, via, later);
    if (outcome instanceof DnsOutcome.Drop drop) {
      counters.dropped(drop.reason());
    }
    return outcome;
  }

  /** A transfer that we could not go on with. */
  void fault(RuntimeException e) {
    log.atError().setCause(e).log("dns.transfer-fault");
    counters.dropped(DropReason.OUR_FAULT);
  }

  private DnsOutcome respond(byte[] message, InetAddress client, Via via, Consumer<byte[]> later) {
    try {
      DnsOutcome outcome = responder.get().respond(message, via, recursion.isAvailableTo(client));
      if (outcome instanceof DnsOutcome.Update update) {
        return update.begin().apply(later);
      }
      return outcome instanceof DnsOutcome.Forward forward
          ? recursion.resolve(forward.query(), client, via, later)
          : outcome;
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
