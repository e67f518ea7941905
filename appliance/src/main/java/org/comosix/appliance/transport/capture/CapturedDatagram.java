package org.comosix.appliance.transport.capture;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * A UDP datagram over IPv4 in a capture.
 *
 * @param networkInterface where it was captured, if the file tells
 * @param vlan the outermost tag (IEEE 802.1Q), if it has one
 * @param payload less than was sent when the capture cut packets
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CapturedDatagram(
    Instant time,
    Optional<String> networkInterface,
    Optional<Integer> vlan,
    Ipv4Address source,
    int sourcePort,
    Ipv4Address destination,
    int destinationPort,
    byte[] payload) {

  private static final int UDP = 17;
  private static final int UDP_HEADER = 8;
  private static final int LEAST_IP_HEADER = 20;
  private static final int FRAGMENT = 0x3fff; // offset, and the bit that more follow

  /** Empty when the frame is something else: another protocol, or a fragment. */
  public static Optional<CapturedDatagram> of(CapturedFrame frame) {
    return LinkHeader.skip(frame)
        .filter(ip -> ip.start() + LEAST_IP_HEADER + UDP_HEADER <= frame.bytes().length)
        .flatMap(ip -> parse(frame, ip));
  }

  private static Optional<CapturedDatagram> parse(CapturedFrame frame, LinkHeader ip) {
    ByteBuffer bytes = ByteBuffer.wrap(frame.bytes());
    int at = ip.start();
    int headerLength = (bytes.get(at) & 0xf) * 4;
    boolean plain =
        (bytes.get(at) & 0xf0) == 0x40
            && headerLength >= LEAST_IP_HEADER
            && bytes.get(at + 9) == UDP
            && (bytes.getShort(at + 6) & FRAGMENT) == 0;
    int udp = at + headerLength;
    if (!plain || udp + UDP_HEADER > bytes.limit()) {
      return Optional.empty();
    }
    // Ethernet pads short packets: the datagram says itself how long it is.
    int length = Math.max(UDP_HEADER, bytes.getShort(udp + 4) & 0xffff);
    int end = Math.min(bytes.limit(), udp + length);
    return Optional.of(
        new CapturedDatagram(
            frame.time(),
            frame.networkInterface(),
            ip.vlan(),
            new Ipv4Address(bytes.getInt(at + 12)),
            bytes.getShort(udp) & 0xffff,
            new Ipv4Address(bytes.getInt(at + 16)),
            bytes.getShort(udp + 2) & 0xffff,
            Arrays.copyOfRange(frame.bytes(), udp + UDP_HEADER, end)));
  }
}
