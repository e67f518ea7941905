package org.comosix.appliance.dhcp.clients;

import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.Ipv4Address;

/** One message on the wire, with the addresses of its IP header. */
record Sighting(Ipv4Address from, Ipv4Address to, DhcpMessage message) {

  boolean is(MessageType type) {
    return message.type().filter(type::equals).isPresent();
  }

  boolean isBroadcast() {
    return to.equals(Ipv4Address.BROADCAST);
  }

  @Override
  public String toString() {
    return message.type().map(Enum::name).orElse("BOOTP")
        + " xid="
        + message.xidText()
        + " "
        + from
        + " > "
        + to
        + " ciaddr="
        + message.ciaddr()
        + " yiaddr="
        + message.yiaddr();
  }
}
