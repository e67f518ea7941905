package org.comosix.appliance.dns;

import java.util.function.Consumer;
import java.util.function.Function;
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

  /** Wants recursion, for a name that is in no zone of ours; whoever asks may have it. */
  record Forward(Query query) implements DnsOutcome {}

  /**
   * Changes our zones, when somebody says where the response is to go.
   *
   * @param begin gives {@link Later} or a {@link Reply}
   */
  record Update(Function<Consumer<byte[]>, DnsOutcome> begin) implements DnsOutcome {}

  /** The response is on its way: it will be told when it is there. */
  record Later() implements DnsOutcome {}

  /** Many messages, over TCP; to be closed when they are out or nobody takes them any more. */
  record Transfer(TransferMessages messages) implements DnsOutcome {}

  /** Silence. */
  record Drop(DropReason reason) implements DnsOutcome {}
}
