package org.comosix.appliance.dhcp.transport.wire;

import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpFact;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ethernet.EthernetFrame;
import org.comosix.appliance.transport.ethernet.EthernetLink;
import org.comosix.appliance.transport.ethernet.UdpPacket;

/**
 * Replies to clients that have no address yet and take unicast: as a frame to chaddr, to the
 * address they are being given.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2131#section-4.1">RFC 2131, section 4.1</a>
 */
public final class ReplyFrames {

  private final WireLinks links;
  private final DhcpCounters counters;
  private final int serverPort;
  private final int clientPort;

  ReplyFrames(WireLinks links, DhcpCounters counters, int serverPort, int clientPort) {
    this.links = links;
    this.counters = counters;
    this.serverPort = serverPort;
    this.clientPort = clientPort;
  }

  /**
   * Never waits. False when it could not be sent so and is to be broadcast: no link, no Ethernet
   * address, or too many frames are waiting.
   *
   * @param source ours on the client's subnet
   * @param bytes the reply, encoded
   */
  public boolean send(ServedInterface out, Ipv4Address source, DhcpMessage reply, byte[] bytes) {
    boolean sent = links.on(out).filter(link -> sendOn(link, source, reply, bytes)).isPresent();
    counters.count(sent ? DhcpFact.UNICAST_FRAME : DhcpFact.BROADCAST_INSTEAD);
    return sent;
  }

  /** To everybody on the link, from an address that the socket would not send from; as above. */
  public boolean broadcast(ServedInterface out, Ipv4Address source, byte[] bytes) {
    UdpPacket packet = new UdpPacket(source, serverPort, Ipv4Address.BROADCAST, clientPort, bytes);
    return links
        .on(out)
        .filter(link -> bytes.length + UdpPacket.HEADERS <= link.mtu())
        .filter(link -> link.send(packet.toFrame(link.address(), EthernetFrame.EVERYBODY)))
        .isPresent();
  }

  private boolean sendOn(EthernetLink link, Ipv4Address source, DhcpMessage reply, byte[] bytes) {
    return !reply.yiaddr().isAny()
        && reply.hardware().isEthernet()
        && bytes.length + UdpPacket.HEADERS <= link.mtu()
        && link.send(
            new UdpPacket(source, serverPort, reply.yiaddr(), clientPort, bytes)
                .toFrame(link.address(), reply.hardware().mac()));
  }
}
