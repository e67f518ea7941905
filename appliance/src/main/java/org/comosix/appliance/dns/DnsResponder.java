package org.comosix.appliance.dns;

import java.time.InstantSource;
import java.util.Optional;
import org.comosix.appliance.dns.codec.Header;
import org.comosix.appliance.dns.codec.Malformation;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.QueryDecoder;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Response;
import org.comosix.appliance.dns.codec.ResponseEncoder;
import org.comosix.appliance.dns.tsig.Keyring;
import org.comosix.appliance.dns.tsig.ResponseSigner;
import org.comosix.appliance.dns.tsig.Verdict;

/**
 * Decides what to answer to one DNS message. Any thread; does no I/O.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.2">RFC 1034, section 4.3.2</a>
 */
public final class DnsResponder {

  private static final int CLASS_IN = 1;
  private static final int MILLIS_PER_SECOND = 1000;

  private final NameTable names;
  private final Keyring keys;
  private final Transfers transfers;
  private final Optional<UpdateIntake> updates;
  private final DnsCounters counters;
  private final InstantSource clock;

  DnsResponder(
      NameTable names,
      Keyring keys,
      Transfers transfers,
      Optional<UpdateIntake> updates,
      DnsCounters counters,
      InstantSource clock) {
    this.names = names;
    this.keys = keys;
    this.transfers = transfers;
    this.updates = updates;
    this.counters = counters;
    this.clock = clock;
  }

  /** Answers one message of somebody for whom we resolve nothing. */
  public DnsOutcome respond(byte[] message, Via via) {
    return respond(message, via, false);
  }

  /**
   * Answers one message.
   *
   * @param message as received, without TCP's length; kept while this runs, not changed
   * @param recursion whoever asks may have names resolved that are not ours
   */
  public DnsOutcome respond(byte[] message, Via via, boolean recursion) {
    if (!Header.isWhole(message)) {
      return new DnsOutcome.Drop(DropReason.SHORTER_THAN_A_HEADER);
    }
    if (Header.isResponse(message)) {
      return new DnsOutcome.Drop(DropReason.IS_A_RESPONSE);
    }
    int opcode = Header.opcode(message);
    Optional<UpdateIntake> intake =
        updates.filter(open -> opcode == Header.OPCODE_UPDATE && open.isOpen());
    if (opcode != Header.OPCODE_QUERY && intake.isEmpty()) {
      return withoutQuestion(message, Rcode.NOTIMP);
    }
    try {
      return intake.isPresent()
          ? intake.get().take(message)
          : answer(message, QueryDecoder.decode(message), via, recursion);
    } catch (MalformedMessageException e) {
      counters.malformed(e.malformation());
      return withoutQuestion(message, Rcode.FORMERR);
    }
  }

  private DnsOutcome withoutQuestion(byte[] message, Rcode rcode) {
    counters.answered(rcode);
    return new DnsOutcome.Reply(ResponseEncoder.encodeHeaderOnly(message, rcode));
  }

  private DnsOutcome answer(byte[] message, Query query, Via via, boolean recursion) {
    Verdict verdict =
        query.tsig().map(tsig -> keys.verify(tsig, nowSeconds())).orElse(Verdict.UNSIGNED);
    query.tsig().ifPresent(tsig -> counters.signature(verdict.error()));
    if (verdict.rcode() == Rcode.FORMERR) {
      counters.malformed(Malformation.TSIG_MALFORMED);
      return withoutQuestion(message, Rcode.FORMERR);
    }
    if (isTransfer(query) && verdict.rcode() == Rcode.NOERROR) {
      return transfer(query, verdict, via);
    }
    Response response = decide(query, verdict);
    // Asked last: our own names are not to pay for it.
    return recursion && response.rcode() == Rcode.REFUSED && isForOthers(query)
        ? new DnsOutcome.Forward(query)
        : reply(query, response, verdict.signer(), via, recursion);
  }

  /** Without RD nobody is asked, and nothing is told of what others have asked for. */
  private boolean isForOthers(Query query) {
    return query.recursionDesired()
        && query.tsig().isEmpty()
        && query.dnsClass() == CLASS_IN
        && (query.type() == RecordType.ANY || !RecordType.isMeta(query.type()))
        && names.zoneOf(query.name()).isEmpty();
  }

  private static boolean isTransfer(Query query) {
    return query.dnsClass() == CLASS_IN
        && (query.type() == RecordType.AXFR || query.type() == RecordType.IXFR)
        && query.edns().filter(edns -> edns.version() != 0).isEmpty();
  }

  private DnsOutcome transfer(Query query, Verdict verdict, Via via) {
    Transfers.Decision decision = transfers.decide(query, verdict, via);
    if (decision.messages().isEmpty()) {
      return reply(query, decision.response(), verdict.signer(), via, false);
    }
    counters.answered(Rcode.NOERROR);
    return new DnsOutcome.Transfer(decision.messages().get());
  }

  private DnsOutcome reply(
      Query query, Response response, ResponseSigner signer, Via via, boolean recursion) {
    counters.answered(response.rcode());
    int limit = via == Via.TCP ? ResponseEncoder.TCP_SIZE : ResponseEncoder.udpLimit(query);
    byte[] bytes = ResponseEncoder.encode(query, response, limit - signer.room());
    if (recursion) {
      ResponseEncoder.offerRecursion(bytes);
    }
    return new DnsOutcome.Reply(signer.sign(bytes, nowSeconds()));
  }

  private Response decide(Query query, Verdict verdict) {
    if (query.edns().isPresent() && query.edns().get().version() != 0) {
      return Response.failure(Rcode.BADVERS);
    }
    if (verdict.rcode() != Rcode.NOERROR) {
      return Response.failure(verdict.rcode());
    }
    if (query.dnsClass() != CLASS_IN) {
      return Response.failure(Rcode.REFUSED);
    }
    return switch (query.type()) {
      case RecordType.MAILA, RecordType.MAILB -> Response.failure(Rcode.NOTIMP);
      default -> new Lookup(names, nowSeconds(), query.name(), query.type()).response();
    };
  }

  private long nowSeconds() {
    return clock.millis() / MILLIS_PER_SECOND;
  }
}
