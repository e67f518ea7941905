package org.comosix.appliance.transport.ethernet;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * One UDP datagram over IPv4, whole: never a fragment.
 *
 * @param payload not to be changed
 * @see <a href="https://www.rfc-editor.org/rfc/rfc791#section-3.1">RFC 791, section 3.1</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc768">RFC 768</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UdpPacket(
    Ipv4Address source,
    int sourcePort,
    Ipv4Address destination,
    int destinationPort,
    byte[] payload) {

  /** IP without options, and UDP. */
  public static final int HEADERS = 28;

  private static final int IP_HEADER = 20;
  private static final int UDP_HEADER = 8;
  private static final int UDP = 17;
  private static final int TIME_TO_LIVE = 64;
  private static final int FRAGMENT = 0x3fff;

  /** Empty when the frame carries something else, a fragment, or less than it says. */
  public static Optional<UdpPacket> in(EthernetFrame frame) {
    ByteBuffer packet = frame.payload();
    if (frame.type() != EthernetFrame.IPV4 || packet.remaining() < HEADERS) {
      return Optional.empty();
    }
    int header = (packet.get(0) & 0xf) * 4;
    boolean wholeUdp =
        packet.get(0) >> 4 == 4
            && header >= IP_HEADER
            && packet.get(9) == UDP
            && (packet.getShort(6) & FRAGMENT) == 0
            && packet.remaining() >= header + UDP_HEADER;
    if (!wholeUdp) {
      return Optional.empty();
    }
    int length = packet.getShort(header + 4) & 0xffff;
    if (length < UDP_HEADER || packet.remaining() < header + length) {
      return Optional.empty();
    }
    byte[] payload = new byte[length - UDP_HEADER];
    packet.get(header + UDP_HEADER, payload);
    return Optional.of(
        new UdpPacket(
            new Ipv4Address(packet.getInt(12)),
            packet.getShort(header) & 0xffff,
            new Ipv4Address(packet.getInt(16)),
            packet.getShort(header + 2) & 0xffff,
            payload));
  }

  /** With both checksums, as a frame from one machine to another. */
  public byte[] toFrame(MacAddress from, MacAddress to) {
    int length = UDP_HEADER + payload.length;
    ByteBuffer packet = ByteBuffer.allocate(IP_HEADER + length);
    packet
        .putShort((short) 0x4500)
        .putShort((short) (IP_HEADER + length))
        .putInt(0x4000) // no identification, and not to be fragmented (RFC 6864, section 4.1)
        .put((byte) TIME_TO_LIVE)
        .put((byte) UDP)
        .putShort((short) 0)
        .putInt(source.bits())
        .putInt(destination.bits());
    packet.putShort(10, checksum(sum(packet, 0, IP_HEADER)));
    packet
        .putShort((short) sourcePort)
        .putShort((short) destinationPort)
        .putShort((short) length)
        .putShort((short) 0)
        .put(payload);
    // The pseudo header: both addresses, the protocol, the length.
    long pseudo = sum(packet, 12, IP_HEADER) + UDP + length;
    short checksum = checksum(pseudo + sum(packet, IP_HEADER, IP_HEADER + length));
    // Zero would mean that there is none.
    packet.putShort(IP_HEADER + 6, checksum == 0 ? (short) -1 : checksum);
    return new EthernetFrame(to, from, EthernetFrame.IPV4, packet.array()).toBytes();
  }

  /** RFC 1071: 16-bit words, an odd last byte with a zero behind it. */
  private static long sum(ByteBuffer bytes, int from, int to) {
    long sum = 0;
    int at = from;
    for (; at + 1 < to; at += 2) {
      sum += bytes.getShort(at) & 0xffff;
    }
    return at < to ? sum + ((bytes.get(at) & 0xff) << 8) : sum;
  }

  private static short checksum(long sum) {
    long folded = sum;
    while (folded >>> 16 != 0) {
      folded = (folded & 0xffff) + (folded >>> 16);
    }
    return (short) ~folded;
  }
}
