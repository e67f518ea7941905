package org.comosix.appliance.dhcp;

import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Where a reply goes.
 *
 * @param address the IP destination
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.1">RFC 2131, section 4.1</a>
 */
public record ReplyRoute(Kind kind, Ipv4Address address) {

  /** The cases of section 4.1, in its order. */
  public enum Kind {
    /** "giaddr" is not zero: to the relay agent, at the server port. */
    RELAY,
    /** "ciaddr" is not zero: the client can be reached. */
    CLIENT,
    /** The broadcast bit is set, or it is a NAK. */
    BROADCAST,
    /**
     * Neither: the client takes unicast to the address it is being given, at chaddr. That is a
     * frame, since a socket would ask for the card by ARP; where frames cannot be sent it is
     * broadcast, which such clients take as well.
     */
    NEW_ADDRESS
  }

  /**
   * The route of a reply.
   *
   * @param network the link the client was found to be on; a ciaddr outside it is not believed, so
   *     that nobody makes us send to strangers
   */
  static ReplyRoute of(DhcpMessage query, DhcpMessage reply, DhcpNetwork network) {
    if (query.isRelayed()) {
      return new ReplyRoute(Kind.RELAY, query.giaddr());
    }
    boolean nak = reply.type().filter(type -> type == MessageType.NAK).isPresent();
    if (!nak && !query.ciaddr().isAny() && network.subnetOf(query.ciaddr()).isPresent()) {
      return new ReplyRoute(Kind.CLIENT, query.ciaddr());
    }
    if (nak || query.wantsBroadcast()) {
      return new ReplyRoute(Kind.BROADCAST, Ipv4Address.BROADCAST);
    }
    return new ReplyRoute(Kind.NEW_ADDRESS, Ipv4Address.BROADCAST);
  }
}
