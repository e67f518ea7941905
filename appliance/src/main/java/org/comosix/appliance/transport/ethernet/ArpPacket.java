package org.comosix.appliance.transport.ethernet;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * One ARP packet for IPv4 over Ethernet.
 *
 * @param operation {@link #REQUEST} or {@link #REPLY}, or another
 * @see <a href="https://www.rfc-editor.org/rfc/rfc826">RFC 826</a>
 */
public record ArpPacket(
    int operation,
    MacAddress senderMac,
    Ipv4Address senderAddress,
    MacAddress targetMac,
    Ipv4Address targetAddress) {

  public static final int REQUEST = 1;
  public static final int REPLY = 2;

  private static final int LENGTH = 28;
  private static final int ETHERNET = 1;
  private static final long LENGTHS = 6 << 8 | 4;

  /**
   * "Does anybody use this address?" With no sender address, so that nobody's cache learns anything
   * from it.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc5227#section-1.1">RFC 5227, section 1.1, ARP
   *     Probe</a>
   */
  public static ArpPacket probe(MacAddress sender, Ipv4Address address) {
    return new ArpPacket(REQUEST, sender, Ipv4Address.ANY, EthernetFrame.NOBODY, address);
  }

  /** Empty when the frame carries something else, or is cut. */
  public static Optional<ArpPacket> in(EthernetFrame frame) {
    if (frame.type() != EthernetFrame.ARP || frame.payload().remaining() < LENGTH) {
      return Optional.empty();
    }
    ByteBuffer packet = frame.payload();
    boolean ipv4 =
        packet.getShort() == ETHERNET
            && (packet.getShort() & 0xffff) == EthernetFrame.IPV4
            && packet.getShort() == LENGTHS;
    return ipv4
        ? Optional.of(
            new ArpPacket(
                packet.getShort() & 0xffff,
                EthernetFrame.mac(packet),
                new Ipv4Address(packet.getInt()),
                EthernetFrame.mac(packet),
                new Ipv4Address(packet.getInt())))
        : Optional.empty();
  }

  /** Whether the sender claims to have this address, in whatever operation. */
  public boolean claims(Ipv4Address address) {
    return senderAddress.equals(address);
  }

  /** As a frame to everybody. */
  public byte[] toBroadcastFrame() {
    ByteBuffer packet =
        ByteBuffer.allocate(LENGTH)
            .putShort((short) ETHERNET)
            .putShort((short) EthernetFrame.IPV4)
            .putShort((short) LENGTHS)
            .putShort((short) operation)
            .put(senderMac.octets())
            .putInt(senderAddress.bits())
            .put(targetMac.octets())
            .putInt(targetAddress.bits());
    return new EthernetFrame(EthernetFrame.EVERYBODY, senderMac, EthernetFrame.ARP, packet.array())
        .toBytes();
  }
}
