package org.comosix.appliance.dns;

/** What becomes of one message. */
public sealed interface DnsOutcome {

  /** A response to send back to where the query came from. */
  final class Reply implements DnsOutcome {

    private final byte[] message;

    Reply(byte[] message) {
      this.message = message;
    }

    /** The whole message, without the length that TCP puts before it; the receiver's own. */
    public byte[] message() {
      return message;
    }
  }

  /** Silence. */
  record Drop(DropReason reason) implements DnsOutcome {}
}
