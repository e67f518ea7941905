package org.comosix.appliance.dhcp;

/** What else happens around the messages. Each is counted. */
public enum DhcpFact {
  /** We asked the network whether somebody uses an address. */
  PROBE,
  /** An offer waited for the end of a probe. */
  OFFER_WAITED,
  /** An address was offered first without having been probed: too many new clients, or no way. */
  OFFER_UNPROBED,
  /** A probe was answered: somebody uses an address without a lease of it. */
  ADDRESS_IN_USE,
  /**
   * An answer of a machine that had answered for many addresses already, such as a router that does
   * so for all: it was not believed.
   */
  ANSWER_NOT_BELIEVED,
  /** A reply went as a frame to the card of a client that has no address yet. */
  UNICAST_FRAME,
  /** Such a reply was broadcast, because frames cannot be sent there, or too many wait. */
  BROADCAST_INSTEAD,
  /** A message of another DHCP server, or a client's that names one. */
  OTHER_SERVER
}
