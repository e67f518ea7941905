package org.comosix.appliance.dns;

import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import org.comosix.appliance.dns.accept.AcceptedUpdates;
import org.comosix.appliance.dns.accept.UpdatePolicy;
import org.comosix.appliance.dns.accept.UpdateRequest;
import org.comosix.appliance.dns.accept.UpdateVerdict;
import org.comosix.appliance.dns.codec.Malformation;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.codec.Response;
import org.comosix.appliance.dns.codec.ResponseEncoder;
import org.comosix.appliance.dns.codec.UpdateMessage;
import org.comosix.appliance.dns.tsig.Keyring;
import org.comosix.appliance.dns.tsig.Verdict;
import org.comosix.appliance.domain.TsigKey;

/**
 * Lets those updates in whose signature is good. The records of others are not even read. Any
 * thread; does no I/O.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136#section-3.3">RFC 2136, section 3.3</a>
 */
final class UpdateIntake {

  private static final int MILLIS_PER_SECOND = 1000;

  private final Keyring keys;
  private final UpdatePolicy policy;
  private final AcceptedUpdates updates;
  private final DnsCounters counters;
  private final InstantSource clock;

  UpdateIntake(
      Keyring keys,
      UpdatePolicy policy,
      AcceptedUpdates updates,
      DnsCounters counters,
      InstantSource clock) {
    this.keys = keys;
    this.policy = policy;
    this.updates = updates;
    this.counters = counters;
    this.clock = clock;
  }

  /** Somebody may change something. */
  boolean isOpen() {
    return !policy.isEmpty();
  }

  /**
   * What becomes of one update.
   *
   * @throws MalformedMessageException it is none
   */
  DnsOutcome take(byte[] message) throws MalformedMessageException {
    UpdateMessage update;
    try {
      update = UpdateMessage.decode(message);
    } catch (MalformedMessageException e) {
      updates.count(UpdateVerdict.MALFORMED);
      throw e;
    }
    Verdict verdict =
        update.head().tsig().map(tsig -> keys.verify(tsig, nowSeconds())).orElse(Verdict.UNSIGNED);
    update.head().tsig().ifPresent(tsig -> counters.signature(verdict.error()));
    if (verdict.rcode() == Rcode.FORMERR) {
      counters.malformed(Malformation.TSIG_MALFORMED);
      counters.answered(Rcode.FORMERR);
      return new DnsOutcome.Reply(ResponseEncoder.encodeHeaderOnly(message, Rcode.FORMERR));
    }
    if (update.head().edns().filter(edns -> edns.version() != 0).isPresent()) {
      return reply(update, verdict, Rcode.BADVERS);
    }
    if (verdict.rcode() != Rcode.NOERROR) {
      return reply(update, verdict, verdict.rcode());
    }
    Optional<String> key = verdict.key().map(TsigKey::name).filter(policy::knows);
    return key.isEmpty()
        ? failed(update, verdict, UpdateVerdict.NO_KEY)
        : new DnsOutcome.Update(later -> submit(update, key.get(), verdict, later));
  }

  private DnsOutcome submit(
      UpdateMessage update, String key, Verdict verdict, Consumer<byte[]> later) {
    UpdateRequest request =
        new UpdateRequest(
            update, key, made -> later.accept(response(update, verdict, made.rcode())));
    return updates.submit(request)
        ? new DnsOutcome.Later()
        : failed(update, verdict, UpdateVerdict.QUEUE_FULL);
  }

  private DnsOutcome failed(UpdateMessage update, Verdict verdict, UpdateVerdict why) {
    updates.count(why);
    return reply(update, verdict, why.rcode());
  }

  private DnsOutcome reply(UpdateMessage update, Verdict verdict, Rcode rcode) {
    return new DnsOutcome.Reply(response(update, verdict, rcode));
  }

  /** The zone section comes back, the others do not (RFC 2136, section 3.8). */
  private byte[] response(UpdateMessage update, Verdict verdict, Rcode rcode) {
    counters.answered(rcode);
    byte[] bytes =
        ResponseEncoder.encode(
            update.head(), Response.failure(rcode), ResponseEncoder.PLAIN_UDP_SIZE);
    return verdict.signer().sign(bytes, nowSeconds());
  }

  private long nowSeconds() {
    return clock.millis() / MILLIS_PER_SECOND;
  }
}
