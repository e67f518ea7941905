package org.comosix.appliance.dns;

import java.util.Optional;
import org.comosix.appliance.dns.codec.Aliases;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Query;

/** What becomes of one message. */
public sealed interface DnsOutcome {

  /** A response to send back to where the query came from. */
  final class Reply implements DnsOutcome {

    private final byte[] message;

    public Reply(byte[] message) {
      this.message = message;
    }

    /** The whole message, without the length that TCP puts before it; the receiver's own. */
    public byte[] message() {
      return message;
    }
  }

  /**
   * Wants recursion, for a name that is in no zone of ours; whoever asks may have it.
   *
   * @param aliases where the query is for a name of ours that leads out of our zones
   */
  record Forward(Query query, Optional<Aliases> aliases) implements DnsOutcome {

    /** Not of ours. */
    public DomainName name() {
      return aliases.map(Aliases::target).orElse(query.name());
    }

    /** The same for keeping; see {@link Query#withoutRecords}. */
    public Forward withoutRecords() {
      return new Forward(query.withoutRecords(), aliases);
    }
  }

  /** The response is on its way: it will be told when it is there. */
  record Later() implements DnsOutcome {}

  /** Many messages, over TCP; to be closed when they are out or nobody takes them any more. */
  record Transfer(TransferMessages messages) implements DnsOutcome {}

  /** Silence. */
  record Drop(DropReason reason) implements DnsOutcome {}
}
