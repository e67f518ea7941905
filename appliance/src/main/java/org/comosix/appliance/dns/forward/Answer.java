package org.comosix.appliance.dns.forward;

import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.dns.DnsOutcome;
import org.comosix.appliance.dns.Via;
import org.comosix.appliance.dns.codec.Aliases;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.ReceivedResponse;
import org.comosix.appliance.dns.codec.Response;
import org.comosix.appliance.dns.codec.ResponseEncoder;

/**
 * What a question was answered, or that nobody answered it. Any thread.
 *
 * @param response empty for SERVFAIL
 * @param receivedNanos when, by the clock that only goes forward
 */
public record Answer(Optional<ReceivedResponse> response, long receivedNanos) {

  /** Not asked again for so long (RFC 9520, section 3.2, wants one to 300 s). */
  public static final int FAILURE_SECONDS = 5;

  public static Answer failure(long nowNanos) {
    return new Answer(Optional.empty(), nowNanos);
  }

  int lifetimeSeconds() {
    return response.map(ReceivedResponse::lifetimeSeconds).orElse(FAILURE_SECONDS);
  }

  boolean isFresh(long nowNanos) {
    return nowNanos - receivedNanos < TimeUnit.SECONDS.toNanos(lifetimeSeconds());
  }

  int size() {
    return response.map(ReceivedResponse::size).orElse(0);
  }

  /** The response to one client's query, as long as it may be. */
  public byte[] encode(DnsOutcome.Forward wanted, Via via, long nowNanos) {
    Query query = wanted.query();
    int limit = via == Via.TCP ? ResponseEncoder.TCP_SIZE : ResponseEncoder.udpLimit(query);
    int age = (int) TimeUnit.NANOSECONDS.toSeconds(nowNanos - receivedNanos);
    return response
        .map(
            received ->
                wanted
                    .aliases()
                    .map(aliases -> joined(query, aliases, received, age, limit))
                    .orElseGet(() -> received.encode(query, age, limit)))
        .orElseGet(() -> servfail(query));
  }

  /** Aliases alone would say that the name has no address: without the rest it is a failure. */
  private static byte[] joined(
      Query query, Aliases aliases, ReceivedResponse received, int age, int limit) {
    try {
      return received.encode(query, aliases, age, limit);
    } catch (MalformedMessageException e) {
      return servfail(query);
    }
  }

  private static byte[] servfail(Query query) {
    Response failure = Response.failure(Rcode.SERVFAIL);
    byte[] bytes = ResponseEncoder.encode(query, failure, ResponseEncoder.PLAIN_UDP_SIZE);
    ResponseEncoder.offerRecursion(bytes);
    return bytes;
  }
}
