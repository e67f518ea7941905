package org.comosix.appliance.dns;

import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Response;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.dns.tsig.Verdict;
import org.comosix.appliance.domain.TsigKey;

/**
 * Gives our zones to those who may have them. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5936">RFC 5936</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1995">RFC 1995</a>
 */
final class Transfers {

  /** Each holds a list of all machines while it lasts. */
  static final int MOST_AT_ONCE = 8;

  private final NameTable names;
  private final Set<String> keys;
  private final InstantSource clock;
  private final Semaphore free;

  /** Either messages, or a response of one message. */
  record Decision(Optional<TransferMessages> messages, Response response) {
    static Decision only(Response response) {
      return new Decision(Optional.empty(), response);
    }
  }

  /**
   * For one set of names.
   *
   * @param keys names of those that may sign
   * @param free how many more may be under way
   */
  Transfers(NameTable names, Set<String> keys, InstantSource clock, Semaphore free) {
    this.names = names;
    this.keys = Set.copyOf(keys);
    this.clock = clock;
    this.free = free;
  }

  Decision decide(Query query, Verdict verdict, Via via) {
    if (verdict.key().map(TsigKey::name).filter(keys::contains).isEmpty()) {
      return Decision.only(Response.failure(Rcode.REFUSED));
    }
    Optional<Zone> zone = names.zoneAt(query.name());
    if (zone.isEmpty()) {
      return Decision.only(Response.failure(Rcode.NOTAUTH));
    }
    if (query.type() == RecordType.IXFR) {
      return incremental(query, verdict, zone.get(), via);
    }
    // Over UDP there is none (RFC 5936, section 4.2).
    return via == Via.UDP
        ? Decision.only(Response.failure(Rcode.REFUSED))
        : whole(query, verdict, zone.get());
  }

  /** One SOA record says "you have it" as well as "ask by TCP" (RFC 1995, sections 2 and 4). */
  private Decision incremental(Query query, Verdict verdict, Zone zone, Via via) {
    long known = query.knownSerial().orElseThrow();
    long serial = names.serialAt(nowSeconds());
    if (via == Via.UDP || ZoneSerial.isAtLeast(known, serial)) {
      Rrset soa = zone.soaAnswer(serial);
      return Decision.only(Response.answer(List.of(soa), List.of()));
    }
    return names
        .since(known, nowSeconds())
        .map(
            difference ->
                messages(query, verdict, () -> names.recordsOf(zone).difference(known, difference)))
        .orElseGet(() -> whole(query, verdict, zone));
  }

  private Decision whole(Query query, Verdict verdict, Zone zone) {
    return messages(query, verdict, () -> names.recordsOf(zone).copy(names.copy(nowSeconds())));
  }

  /** Nothing is put together for one that is too many. */
  private Decision messages(Query query, Verdict verdict, Supplier<Stream<byte[]>> records) {
    if (!free.tryAcquire()) {
      return Decision.only(Response.failure(Rcode.SERVFAIL));
    }
    try {
      Iterator<byte[]> iterator = records.get().iterator();
      return new Decision(
          Optional.of(
              new TransferMessages(query, iterator, verdict.signer(), clock, free::release)),
          Response.failure(Rcode.NOERROR));
    } catch (RuntimeException e) {
      free.release();
      throw e;
    }
  }

  private long nowSeconds() {
    return clock.instant().getEpochSecond();
  }
}
