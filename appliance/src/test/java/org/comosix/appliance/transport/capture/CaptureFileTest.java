package org.comosix.appliance.transport.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.comosix.appliance.testkit.CaptureWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CaptureFileTest {

  private static final Path CAPTURES = Path.of("src/test/resources/captures");
  private static final Instant TIME = Instant.parse("2026-11-22T14:03:12Z");
  private static final byte[] PAYLOAD = {1, 2, 3};
  private static final byte[] PACKET = CaptureWriter.broadcast(PAYLOAD);
  private static final int IPV4 = 0x0800;

  private static List<CapturedFrame> frames(byte[] file) throws IOException {
    List<CapturedFrame> frames = new ArrayList<>();
    CaptureFile.read(new ByteArrayInputStream(file), frames::add);
    return frames;
  }

  private static List<CapturedDatagram> datagrams(byte[] file) throws IOException {
    return frames(file).stream().flatMap(f -> CapturedDatagram.of(f).stream()).toList();
  }

  /** Written by tcpdump itself. */
  @ParameterizedTest
  @ValueSource(strings = {"dnsmasq-ethernet.pcap", "dnsmasq-sll2.pcap"})
  void tcpdumpsOwnFiles(String name) throws IOException {
    List<CapturedDatagram> found = datagrams(Files.readAllBytes(CAPTURES.resolve(name)));

    assertThat(found)
        .extracting(d -> d.source() + ":" + d.sourcePort() + ">" + d.destination())
        .containsExactly(
            "0.0.0.0:68>255.255.255.255",
            "10.77.0.9:67>10.77.0.68",
            "0.0.0.0:68>255.255.255.255",
            "10.77.0.9:67>10.77.0.68");
    assertThat(found).allSatisfy(d -> assertThat(d.payload().length).isBetween(300, 330));
    assertThat(found.get(0).time()).isBetween("2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z");
  }

  @Test
  void classicFormatInBothByteOrdersAndResolutions() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      byte[] micro =
          CaptureWriter.pcap(order, 0xa1b2c3d4, CaptureWriter.RAW)
              .record(TIME, 123_456, PACKET)
              .bytes();
      byte[] nano =
          CaptureWriter.pcap(order, 0xa1b23c4d, CaptureWriter.RAW)
              .record(TIME, 123_456_789, PACKET)
              .bytes();

      assertThat(datagrams(micro).get(0).time()).isEqualTo(TIME.plusNanos(123_456_000));
      assertThat(datagrams(nano).get(0).time()).isEqualTo(TIME.plusNanos(123_456_789));
      assertThat(datagrams(nano).get(0).payload()).isEqualTo(PAYLOAD);
    }
  }

  @Test
  void wiresharksFormatInBothByteOrders() throws IOException {
    for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
      byte[] file =
          CaptureWriter.pcapng(order)
              .block(5, new byte[7]) // statistics, of no interest
              .networkInterface(CaptureWriter.RAW, "eth1", 6)
              .networkInterface(CaptureWriter.ETHERNET, "eth2.7", 9)
              .enhancedPacket(0, TIME.getEpochSecond() * 1_000_000 + 5, PACKET)
              .enhancedPacket(
                  1,
                  TIME.getEpochSecond() * 1_000_000_000 + 7,
                  CaptureWriter.ethernet(PACKET, IPV4))
              .bytes();

      assertThat(datagrams(file))
          .extracting(CapturedDatagram::networkInterface)
          .containsExactly(Optional.of("eth1"), Optional.of("eth2.7"));
      assertThat(datagrams(file))
          .extracting(CapturedDatagram::time)
          .containsExactly(TIME.plusNanos(5000), TIME.plusNanos(7));
    }
  }

  @Test
  void simplePacketsHaveNoTime() throws IOException {
    byte[] body = ByteBuffer.allocate(4 + PACKET.length).putInt(PACKET.length).put(PACKET).array();
    byte[] file =
        CaptureWriter.pcapng(ByteOrder.BIG_ENDIAN)
            .networkInterface(CaptureWriter.RAW, "eth1", 6)
            .block(3, body)
            .bytes();

    assertThat(datagrams(file).get(0).payload()).isEqualTo(PAYLOAD);
  }

  @Test
  void headersOfEveryLink() {
    assertThat(payload(CaptureWriter.RAW, PACKET)).contains(PAYLOAD);
    assertThat(payload(228, PACKET)).contains(PAYLOAD);
    assertThat(payload(0, prefixed(4))).contains(PAYLOAD);
    assertThat(payload(CaptureWriter.ETHERNET, CaptureWriter.ethernet(PACKET, IPV4)))
        .contains(PAYLOAD);
    byte[] cooked = prefixed(16);
    ByteBuffer.wrap(cooked).putShort(14, (short) IPV4);
    assertThat(payload(CaptureWriter.LINUX_SLL, cooked)).contains(PAYLOAD);
    assertThat(payload(147, PACKET)).isEmpty();
  }

  private static byte[] prefixed(int length) {
    return ByteBuffer.allocate(length + PACKET.length).position(length).put(PACKET).array();
  }

  private static Optional<byte[]> payload(int linkType, byte[] frame) {
    return datagram(linkType, frame).map(CapturedDatagram::payload);
  }

  private static Optional<CapturedDatagram> datagram(int linkType, byte[] frame) {
    return CapturedDatagram.of(new CapturedFrame(TIME, linkType, Optional.empty(), frame));
  }

  @Test
  void tagsOfVlans() {
    byte[] one = CaptureWriter.ethernet(PACKET, 0x8100, 0x2007, IPV4);
    byte[] two = CaptureWriter.ethernet(PACKET, 0x88a8, 100, 0x8100, 7, IPV4);

    assertThat(datagram(CaptureWriter.ETHERNET, one).flatMap(CapturedDatagram::vlan)).contains(7);
    assertThat(datagram(CaptureWriter.ETHERNET, two).flatMap(CapturedDatagram::vlan)).contains(100);
    assertThat(payload(CaptureWriter.ETHERNET, two)).contains(PAYLOAD);
  }

  @Test
  void paddingOfEthernetIsNotPartOfTheDatagram() {
    byte[] padded = Arrays.copyOf(CaptureWriter.ethernet(PACKET, IPV4), 60);

    assertThat(payload(CaptureWriter.ETHERNET, padded)).contains(PAYLOAD);
  }

  @Test
  void whatIsNoUdpOverIpv4IsPassedOver() {
    byte[] tcp = PACKET.clone();
    tcp[9] = 6;
    byte[] fragment = PACKET.clone();
    fragment[6] = 0x20;
    byte[] ipv6 = PACKET.clone();
    ipv6[0] = 0x60;

    assertThat(Stream.of(tcp, fragment, ipv6, new byte[0], Arrays.copyOf(PACKET, 27)))
        .allSatisfy(packet -> assertThat(payload(CaptureWriter.RAW, packet)).isEmpty());
    assertThat(payload(CaptureWriter.ETHERNET, CaptureWriter.ethernet(PACKET, 0x0806))).isEmpty();
  }

  @Test
  void aFileThatIsStillBeingWrittenIsReadAsFarAsItGoes() throws IOException {
    byte[] classic =
        CaptureWriter.pcap(CaptureWriter.RAW)
            .record(TIME, 0, PACKET)
            .record(TIME, 0, PACKET)
            .bytes();
    byte[] next =
        CaptureWriter.pcapng(ByteOrder.LITTLE_ENDIAN)
            .networkInterface(CaptureWriter.RAW, "eth1", 6)
            .enhancedPacket(0, 0, PACKET)
            .bytes();
    for (int length = 4; length < classic.length; length++) {
      assertThat(frames(Arrays.copyOf(classic, length)).size())
          .isEqualTo(length < 24 + 16 + PACKET.length ? 0 : 1);
    }
    for (int length = 4; length < next.length; length++) {
      assertThat(frames(Arrays.copyOf(next, length))).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void somethingElseThanACapture() {
    assertThatThrownBy(() -> frames(new byte[3])).hasMessageContaining("not 3 bytes");
    assertThatThrownBy(() -> frames(new byte[] {0x1f, (byte) 0x8b, 8, 0}))
        .hasMessageContaining("unpack it with gunzip");
    assertThatThrownBy(() -> frames("[server]".getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessage("expected a capture file of tcpdump or Wireshark (pcap or pcapng)");
  }

  @Test
  void brokenFilesAreRefusedAndNothingElseIsEverThrown() throws IOException {
    List<byte[]> seeds =
        List.of(
            Files.readAllBytes(CAPTURES.resolve("dnsmasq-sll2.pcap")),
            CaptureWriter.pcapng(ByteOrder.LITTLE_ENDIAN)
                .networkInterface(CaptureWriter.ETHERNET, "eth1", 9)
                .enhancedPacket(0, 1, CaptureWriter.ethernet(PACKET, 0x8100, 7, IPV4))
                .bytes());
    Random random = new Random(20_261_122);
    for (int round = 0; round < 20_000; round++) {
      byte[] file = seeds.get(round % 2).clone();
      for (int i = random.nextInt(4); i >= 0; i--) {
        file[random.nextInt(Math.min(file.length, 200))] = (byte) random.nextInt();
      }
      try {
        assertThat(datagrams(file)).hasSizeLessThan(5);
      } catch (CaptureFormatException refused) {
        assertThat(refused).hasMessageStartingWith("expected ");
      }
    }
  }
}
