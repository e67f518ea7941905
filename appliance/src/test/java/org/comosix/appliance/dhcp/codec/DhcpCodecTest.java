package org.comosix.appliance.dhcp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.comosix.appliance.dhcp.codec.DhcpMessage.ReplyFields;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("ByteBufferBackingArray") // packet() allocates them
final class DhcpCodecTest {

  private static final int FILE = 108;
  private static final int SNAME = 44;
  private static final int OPTIONS = 240;

  @Test
  void everyFixedFieldIsReadFromItsPlace() {
    ByteBuffer packet = packet("ff");
    packet.put(0, (byte) 2).put(1, (byte) 1).put(2, (byte) 6).put(3, (byte) 4);
    packet.putInt(4, 0xdeadbeef).putShort(8, (short) 0xfffe).putShort(10, (short) 0x8000);
    packet.putInt(12, 0x0a000001).putInt(16, 0x0a000002).putInt(20, 0x0a000003);
    packet.putInt(24, 0xfffffffe).putLong(28, 0x525400aabbcc0102L).putLong(36, 0x0304050607080910L);
    packet.put(SNAME, "server".getBytes(StandardCharsets.US_ASCII));
    packet.put(FILE, "boot/file".getBytes(StandardCharsets.US_ASCII));

    DhcpMessage message = DhcpCodec.decode(packet.array());

    assertThat(message)
        .isEqualTo(
            new DhcpMessage(
                2,
                new HardwareAddress(1, 6, 0x525400aabbcc0102L, 0x0304050607080910L),
                4,
                0xdeadbeef,
                0xfffe,
                0x8000,
                Ipv4Address.parse("10.0.0.1"),
                Ipv4Address.parse("10.0.0.2"),
                Ipv4Address.parse("10.0.0.3"),
                Ipv4Address.parse("255.255.255.254"),
                "server",
                "boot/file",
                DhcpOptions.NONE));
    assertThat(message.hardware().mac()).isEqualTo(MacAddress.parse("52:54:00:aa:bb:cc"));
  }

  @Test
  void repeatedOptionIsConcatenatedAsRfc3396Section7() {
    DhcpOptions options =
        DhcpCodec.decode(packet("0c 02 6162 350101 0c 02 6364 ff").array()).options();

    assertThat(options.text(OptionCode.HOST_NAME)).contains("abcd");
    assertThat(options.size()).isEqualTo(2);
  }

  @Test
  void overloadedFieldsAreReadAfterTheOptionsFieldFileFirst() {
    ByteBuffer packet = packet("340103 0c0161 ff");
    packet.put(SNAME, hex("0c0163 ff"));
    packet.put(FILE, hex("0c0162 0f0178 ff"));

    DhcpMessage message = DhcpCodec.decode(packet.array());

    assertThat(message.options().text(OptionCode.HOST_NAME)).contains("abc");
    assertThat(message.options().text(OptionCode.DOMAIN_NAME)).contains("x");
    assertThat(message.options().has(OptionCode.OVERLOAD)).isFalse();
    assertThat(message.sname()).isEmpty();
    assertThat(message.file()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    // options, offset of the problem, what was expected
    "3204 0a0000, 242, 4 bytes of option 50",
    "35, 241, the length of option 53",
    "3502 0101 ff, 241, length 1 for option 53",
    "3203 0a0000 ff, 241, length 4 for option 50",
    "3901 40 ff, 241, length 2 for option 57",
    "340100 ff, 242, '1, 2 or 3 in option 52'",
    "340104 ff, 242, '1, 2 or 3 in option 52'",
  })
  void malformedOptionsAreRefusedWithTheirOffset(String options, int offset, String expected) {
    byte[] packet = Arrays.copyOf(packet("").array(), OPTIONS + hex(options).length);
    System.arraycopy(hex(options), 0, packet, OPTIONS, hex(options).length);

    assertThatThrownBy(() -> DhcpCodec.decode(packet))
        .isInstanceOf(MalformedPacketException.class)
        .hasMessageStartingWith("at byte " + offset + ": expected " + expected);
  }

  @Test
  void overloadInsideAnOverloadedFieldIsRefused() {
    ByteBuffer packet = packet("340101 ff");
    packet.put(FILE, hex("340102 ff"));

    assertThatThrownBy(() -> DhcpCodec.decode(packet.array()))
        .hasMessageStartingWith("at byte 110: expected no option 52");
  }

  @ParameterizedTest
  @CsvSource({"0, 03, op 1 or 2", "2, 11, a hardware address"})
  void wrongFixedFieldsAreRefused(int offset, String octet, String expected) {
    ByteBuffer packet = packet("350101 ff");
    packet.put(offset, hex(octet)[0]);

    assertThatThrownBy(() -> DhcpCodec.decode(packet.array()))
        .hasMessageStartingWith("at byte " + offset + ": expected " + expected);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 254, 255, 256, 509, 510, 511, 700})
  void optionOfAnyLengthComesBackWhole(int length) {
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 7);
    DhcpMessage message =
        reply(DhcpOptions.builder().put(MessageType.ACK).put(43, content).build());

    DhcpCodec.Encoded encoded = DhcpCodec.encode(message, 1472);

    assertThat(encoded.omitted()).isEmpty();
    assertThat(DhcpCodec.decode(encoded.bytes())).isEqualTo(message);
  }

  @Test
  void longOptionIsSplitAsRfc3396Section5() {
    DhcpMessage message = reply(DhcpOptions.builder().put(43, new byte[256]).build());

    byte[] packet = DhcpCodec.encode(message, 1472).bytes();

    assertThat(Arrays.copyOfRange(packet, OPTIONS, OPTIONS + 2)).isEqualTo(hex("2bff"));
    assertThat(Arrays.copyOfRange(packet, OPTIONS + 257, OPTIONS + 261)).isEqualTo(hex("2b0100ff"));
  }

  @Test
  void shortMessageIsPaddedToTheSizeOfBootp() {
    byte[] packet = DhcpCodec.encode(reply(DhcpOptions.NONE), 548).bytes();

    assertThat(packet).hasSize(300);
    assertThat(packet[OPTIONS]).isEqualTo((byte) 0xff);
    assertThat(Arrays.copyOfRange(packet, OPTIONS + 1, 300)).containsOnly(0);
  }

  @Test
  void whatDoesNotFitIntoTheOptionsFieldGoesToFileAndSname() {
    DhcpMessage message =
        reply(
            DhcpOptions.builder()
                .put(MessageType.ACK)
                .put(43, new byte[250])
                .put(OptionCode.DOMAIN_NAME, "d".repeat(100))
                .put(OptionCode.ROOT_PATH, "r".repeat(60))
                .build());

    DhcpCodec.Encoded encoded = DhcpCodec.encode(message, 548);

    assertThat(encoded.bytes()).hasSizeLessThanOrEqualTo(548);
    assertThat(encoded.omitted()).isEmpty();
    // The order is by field, the content is all there.
    DhcpMessage read = DhcpCodec.decode(encoded.bytes());
    assertThat(read.options().size()).isEqualTo(4);
    assertThat(read.options().text(OptionCode.DOMAIN_NAME)).contains("d".repeat(100));
    assertThat(read.options().text(OptionCode.ROOT_PATH)).contains("r".repeat(60));
  }

  @Test
  void bootFileIsNeverOverloadedAndWhatFitsNowhereIsNamed() {
    DhcpMessage message =
        new DhcpMessage(
            2,
            HardwareAddress.of(MacAddress.parse("52:54:00:00:00:01")),
            0,
            1,
            0,
            0,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            "10.0.0.1",
            "undionly.kpxe",
            DhcpOptions.builder()
                .put(MessageType.ACK)
                .put(43, new byte[250])
                .put(OptionCode.DOMAIN_NAME, "d".repeat(100))
                .build());

    DhcpCodec.Encoded encoded = DhcpCodec.encode(message, 548);

    assertThat(encoded.omitted()).containsExactly(OptionCode.DOMAIN_NAME);
    assertThat(DhcpCodec.decode(encoded.bytes()).file()).isEqualTo("undionly.kpxe");
  }

  @ParameterizedTest
  @CsvSource({
    // option 57, UDP payload
    "'', 548",
    "0000, 548",
    "0240, 548",
    "023f, 548",
    "0241, 549",
    "05dc, 1472",
    "ff00, 1472",
  })
  void replyIsNeverLongerThanTheClientOrOneFrameTakes(String option57, int payload) {
    String option = "350101" + (option57.isEmpty() ? "" : "3902" + option57);

    DhcpMessage query = DhcpCodec.decode(packet(option + "ff").array());

    assertThat(DhcpCodec.maximumLengthFor(query)).isEqualTo(payload);
  }

  /** RFC 951, section 3: without the cookie the vendor area is nobody's business. */
  @Test
  void withoutCookieItIsBootpWithoutOptions() {
    DhcpMessage query = DhcpCodec.decode(packet("350101 ff").put(236, (byte) 0).array());

    assertThat(query.isBootp()).isTrue();
    assertThat(query.options()).isEqualTo(DhcpOptions.NONE);
    assertThat(DhcpCodec.maximumLengthFor(query)).isEqualTo(300);
  }

  /** RFC 3046, section 2.1: the relay agent drops a reply without its option. */
  @Test
  void relayInformationIsNeverLeftOutNorPutIntoOverloadedFields() {
    byte[] relay = new byte[60];
    Arrays.fill(relay, (byte) 9);
    DhcpOptions.Builder options = DhcpOptions.builder().put(MessageType.ACK);
    for (int code = 200; code < 206; code++) {
      options.put(code, new byte[50]);
    }
    DhcpMessage message = reply(options.put(OptionCode.RELAY_AGENT_INFORMATION, relay).build());

    byte[] bytes = DhcpCodec.encode(message, 548).bytes();

    DhcpOptions read = DhcpCodec.decode(bytes).options();
    assertThat(read.size()).isEqualTo(message.options().size());
    assertThat(read.bytes(OptionCode.RELAY_AGENT_INFORMATION).orElseThrow()).isEqualTo(relay);
    byte[] main = Arrays.copyOfRange(bytes, OPTIONS, bytes.length);
    assertThat(HexFormat.of().formatHex(main)).contains("523c" + "09".repeat(60));
  }

  @Test
  void relayInformationThatNoReplyCanHoldIsLeftOut() {
    DhcpOptions.Builder options = DhcpOptions.builder().put(MessageType.ACK);
    DhcpMessage message =
        reply(options.put(OptionCode.RELAY_AGENT_INFORMATION, new byte[500]).build());

    assertThat(DhcpCodec.encode(message, 548).omitted())
        .containsExactly(OptionCode.RELAY_AGENT_INFORMATION);
  }

  private static DhcpMessage reply(DhcpOptions options) {
    DhcpMessage query = DhcpCodec.decode(packet("350101 ff").array());
    return query.reply(0, Ipv4Address.ANY, ReplyFields.NONE, options);
  }

  /** A BOOTREQUEST of 300 bytes with these options. */
  private static ByteBuffer packet(String options) {
    ByteBuffer packet = ByteBuffer.allocate(300);
    packet.put(0, (byte) 1).put(1, (byte) 1).put(2, (byte) 6);
    packet.put(236, hex("63825363")).put(OPTIONS, hex(options));
    return packet;
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text.replace(" ", ""));
  }
}
