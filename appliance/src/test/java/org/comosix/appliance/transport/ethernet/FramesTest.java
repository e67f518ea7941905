package org.comosix.appliance.transport.ethernet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FramesTest {

  private static final MacAddress OURS = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress THEIRS = MacAddress.parse("52:54:00:00:00:07");
  private static final Ipv4Address ADDRESS = Ipv4Address.parse("10.77.0.50");

  /** Octet by octet after RFC 826 and RFC 5227, section 1.1. */
  @Test
  void arpProbeHasNoSenderAddressAndNoTargetHardwareAddress() {
    assertThat(HexFormat.of().formatHex(ArpPacket.probe(OURS, ADDRESS).toBroadcastFrame()))
        .isEqualTo(
            "ffffffffffff"
                + "525400000001"
                + "0806"
                + "0001"
                + "0800"
                + "06"
                + "04"
                + "0001"
                + "525400000001"
                + "00000000"
                + "000000000000"
                + "0a4d0032"
                + "00".repeat(18));
  }

  @Test
  void arpReplyIsRead() {
    ArpPacket reply = new ArpPacket(ArpPacket.REPLY, THEIRS, ADDRESS, OURS, Ipv4Address.ANY);

    ArpPacket read = arp(reply.toBroadcastFrame());

    assertThat(read).isEqualTo(reply);
    assertThat(read.claims(ADDRESS)).isTrue();
    assertThat(read.claims(ADDRESS.plus(1))).isFalse();
  }

  @Test
  void arpForAnotherNetworkThanIpv4OverEthernetIsNotRead() {
    byte[] frame = ArpPacket.probe(OURS, ADDRESS).toBroadcastFrame();
    for (int at : new int[] {15, 16, 18, 19}) {
      byte[] other = frame.clone();
      other[at]++;
      assertThat(EthernetFrame.of(other).flatMap(ArpPacket::in)).as("byte " + at).isEmpty();
    }
  }

  /** A receiver sums everything, the checksum too, to all ones (RFC 1071). */
  @Test
  void udpFrameCarriesBothChecksums() {
    byte[] frame = udp(new byte[] {1, 2, 3}).toFrame(OURS, THEIRS);

    assertThat(HexFormat.of().formatHex(frame))
        .startsWith("525400000007" + "525400000001" + "0800" + "4500001f" + "00004000" + "4011")
        .hasSize(120);
    assertThat(onesComplement(frame, 14, 34)).isEqualTo(0xffff);
    assertThat(pseudoHeaderSum(frame)).isEqualTo(0xffff);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 300, 301, 1472})
  void udpFrameOfAnyLengthIsReadBack(int length) {
    byte[] payload = new byte[length];
    Arrays.fill(payload, (byte) 0xa5);

    byte[] frame = udp(payload).toFrame(OURS, THEIRS);

    UdpPacket read = EthernetFrame.of(frame).flatMap(UdpPacket::in).orElseThrow();
    assertThat(read.payload()).isEqualTo(payload);
    assertThat(read.source()).isEqualTo(Ipv4Address.parse("10.77.0.1"));
    assertThat(read.destination()).isEqualTo(ADDRESS);
    assertThat(read.sourcePort()).isEqualTo(67);
    assertThat(read.destinationPort()).isEqualTo(68);
    assertThat(pseudoHeaderSum(frame)).isEqualTo(0xffff);
  }

  /** A sum of all ones is sent as such: zero means that there is no checksum (RFC 768). */
  @Test
  void udpChecksumIsNeverZero() {
    for (int value = 0; value < 0x1_0000; value++) {
      byte[] frame = udp(new byte[] {(byte) (value >> 8), (byte) value}).toFrame(OURS, THEIRS);
      assertThat(frame[40] == 0 && frame[41] == 0).isFalse();
    }
  }

  @Test
  void cutFramesAreNotRead() {
    byte[] frame = udp(new byte[300]).toFrame(OURS, THEIRS);
    for (int length = 0; length < frame.length; length++) {
      assertThat(EthernetFrame.of(Arrays.copyOf(frame, length)).flatMap(UdpPacket::in))
          .as(length + " bytes")
          .isEmpty();
    }
    byte[] arp = Arrays.copyOf(ArpPacket.probe(OURS, ADDRESS).toBroadcastFrame(), 41);
    assertThat(EthernetFrame.of(arp).flatMap(ArpPacket::in)).isEmpty();
  }

  @Test
  void fragmentsAndOtherProtocolsAreNotRead() {
    byte[] frame = udp(new byte[300]).toFrame(OURS, THEIRS);
    byte[] fragment = frame.clone();
    fragment[20] |= 0x20;
    byte[] tcp = frame.clone();
    tcp[23] = 6;
    byte[] ipv6 = frame.clone();
    ipv6[14] = 0x65;
    assertThat(EthernetFrame.of(fragment).flatMap(UdpPacket::in)).isEmpty();
    assertThat(EthernetFrame.of(tcp).flatMap(UdpPacket::in)).isEmpty();
    assertThat(EthernetFrame.of(ipv6).flatMap(UdpPacket::in)).isEmpty();
  }

  private static UdpPacket udp(byte[] payload) {
    return new UdpPacket(Ipv4Address.parse("10.77.0.1"), 67, ADDRESS, 68, payload);
  }

  private static ArpPacket arp(byte[] frame) {
    return EthernetFrame.of(frame).flatMap(ArpPacket::in).orElseThrow();
  }

  /** What a receiver computes over the pseudo header and the datagram. */
  private static int pseudoHeaderSum(byte[] frame) {
    int length = (frame[38] & 0xff) << 8 | (frame[39] & 0xff);
    byte[] checked = new byte[12 + length];
    System.arraycopy(frame, 26, checked, 0, 8);
    checked[9] = 17;
    checked[10] = (byte) (length >> 8);
    checked[11] = (byte) length;
    System.arraycopy(frame, 34, checked, 12, length);
    return onesComplement(checked, 0, checked.length);
  }

  private static int onesComplement(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int at = from; at < to; at++) {
      int octet = bytes[at] & 0xff;
      sum += (at - from) % 2 == 0 ? octet << 8 : octet;
      sum = (sum & 0xffff) + (sum >> 16);
    }
    return sum;
  }
}
