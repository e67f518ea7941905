package org.comosix.appliance.dhcp;

import org.comosix.appliance.dhcp.codec.DhcpMessage;

/** What is done about one query. */
public sealed interface DhcpOutcome {

  /** To be sent once the lease book has committed. */
  record Reply(DhcpMessage message, ReplyRoute route) implements DhcpOutcome {}

  /** Nothing is sent. */
  record Ignore(IgnoreReason reason) implements DhcpOutcome {}

  static DhcpOutcome ignore(IgnoreReason reason) {
    return new Ignore(reason);
  }
}
