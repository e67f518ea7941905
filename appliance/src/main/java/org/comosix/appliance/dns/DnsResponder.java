package org.comosix.appliance.dns;

import java.time.InstantSource;
import org.comosix.appliance.dns.codec.Header;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.QueryDecoder;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Response;
import org.comosix.appliance.dns.codec.ResponseEncoder;

/**
 * Decides what to answer to one DNS message. Any thread; does no I/O.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.2">RFC 1034, section 4.3.2</a>
 */
public final class DnsResponder {

  private static final int CLASS_IN = 1;
  private static final int MILLIS_PER_SECOND = 1000;

  private final NameTable names;
  private final DnsCounters counters;
  private final InstantSource clock;

  DnsResponder(NameTable names, DnsCounters counters, InstantSource clock) {
    this.names = names;
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
    if (Header.opcode(message) != Header.OPCODE_QUERY) {
      return withoutQuestion(message, Rcode.NOTIMP);
    }
    try {
      return answer(QueryDecoder.decode(message), via, recursion);
    } catch (MalformedMessageException e) {
      counters.malformed(e.malformation());
      return withoutQuestion(message, Rcode.FORMERR);
    }
  }

  private DnsOutcome withoutQuestion(byte[] message, Rcode rcode) {
    counters.answered(rcode);
    return new DnsOutcome.Reply(ResponseEncoder.encodeHeaderOnly(message, rcode));
  }

  private DnsOutcome answer(Query query, Via via, boolean recursion) {
    Response response = decide(query);
    if (recursion && response.rcode() == Rcode.REFUSED && isForOthers(query)) {
      return new DnsOutcome.Forward(query);
    }
    counters.answered(response.rcode());
    int limit = via == Via.TCP ? ResponseEncoder.TCP_SIZE : ResponseEncoder.udpLimit(query);
    byte[] bytes = ResponseEncoder.encode(query, response, limit);
    if (recursion) {
      ResponseEncoder.offerRecursion(bytes);
    }
    return new DnsOutcome.Reply(bytes);
  }

  /** Without RD nobody is asked, and nothing is told of what others have asked for. */
  private boolean isForOthers(Query query) {
    return query.recursionDesired()
        && !query.signed()
        && query.dnsClass() == CLASS_IN
        && query.type() != RecordType.AXFR
        && query.type() != RecordType.IXFR
        && names.zoneOf(query.name()).isEmpty();
  }

  private Response decide(Query query) {
    if (query.edns().isPresent() && query.edns().get().version() != 0) {
      return Response.failure(Rcode.BADVERS);
    }
    if (query.signed()) {
      // We hold no keys yet, so every key is unknown (RFC 8945, section 5.2.1).
      return Response.failure(Rcode.NOTAUTH);
    }
    if (query.dnsClass() != CLASS_IN) {
      return Response.failure(Rcode.REFUSED);
    }
    return switch (query.type()) {
      case RecordType.AXFR, RecordType.IXFR -> Response.failure(Rcode.REFUSED);
      case RecordType.MAILA, RecordType.MAILB -> Response.failure(Rcode.NOTIMP);
      default ->
          new Lookup(names, clock.millis() / MILLIS_PER_SECOND, query.name(), query.type())
              .response();
    };
  }
}
