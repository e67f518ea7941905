package org.comosix.appliance.dhcp;

/** Why a message was not answered. Each is counted. */
public enum IgnoreReason {
  /** Not a DHCP message. */
  MALFORMED,
  /** More came than we could even take from the kernel; nobody knows whose. */
  SOCKET_BUFFER_FULL,
  /** More came than could be handled; the oldest waiting message made room. */
  QUEUE_FULL,
  /** One client sent more than any client needs. */
  CLIENT_TOO_FAST,
  /** op says that it is a reply. */
  NOT_A_QUERY,
  /** A message type that we do not know. */
  NO_KNOWN_TYPE,
  /** Plain BOOTP of a machine for which no address is kept, or kept but in use. */
  BOOTP_WITHOUT_RESERVATION,
  /** OFFER, ACK or NAK. */
  SENT_BY_A_SERVER,
  /** Neither giaddr nor the interface belongs to a configured subnet. */
  NO_SUBNET,
  /** No Ethernet address, and no client identifier either (RFC 4390). */
  UNSUPPORTED_HARDWARE,
  /**
   * A REQUEST that fits no state of RFC 2131, section 4.3.2; a DECLINE or RELEASE without address.
   */
  INCOMPLETE,
  /** The client took somebody else's offer. */
  CHOSE_ANOTHER_SERVER,
  /** DECLINE or RELEASE for another server. */
  FOR_ANOTHER_SERVER,
  /** Somebody else may know this client (section 4.3.2). */
  UNKNOWN_CLIENT,
  /** No address is free. */
  POOL_EXHAUSTED,
  /** Whether the address is free is being found out; answered after that. */
  WAITS_FOR_PROBE,
  /** The machines behind this relay port have as many leases as they may have. */
  RELAY_PORT_LIMIT,
  /** The addresses that are left are kept for known machines. */
  POOL_KEPT_FOR_KNOWN,
  /** DECLINE of an address that is not the client's. */
  DECLINE_BY_STRANGER,
  /** RELEASE of an address that is not the client's. */
  RELEASE_BY_STRANGER,
  /** A DECLINE or RELEASE that was obeyed: it has no reply. */
  DONE_WITHOUT_REPLY,
  /** The lease could not be made durable. */
  NOT_DURABLE,
  /** A fault of ours; the log has the packet. */
  INTERNAL_ERROR;

  /**
   * Whether an administrator should look for the sender, or for more addresses. The rest is
   * ordinary life, or has a log line of its own.
   */
  public boolean isWorthAWarning() {
    return switch (this) {
      case MALFORMED,
          SOCKET_BUFFER_FULL,
          QUEUE_FULL,
          CLIENT_TOO_FAST,
          RELAY_PORT_LIMIT,
          POOL_EXHAUSTED,
          POOL_KEPT_FOR_KNOWN ->
          true;
      default -> false;
    };
  }
}
