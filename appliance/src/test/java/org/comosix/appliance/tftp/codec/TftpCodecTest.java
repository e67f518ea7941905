package org.comosix.appliance.tftp.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.comosix.appliance.testkit.GoldenPackets;
import org.comosix.appliance.testkit.GoldenPackets.Golden;
import org.comosix.appliance.tftp.codec.TftpPacket.Ack;
import org.comosix.appliance.tftp.codec.TftpPacket.Data;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.OptionAck;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.comosix.appliance.tftp.codec.TftpPacket.WriteRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of real clients and of nobody. */
final class TftpCodecTest {

  static List<Golden> golden() {
    return GoldenPackets.of("tftp");
  }

  @ParameterizedTest
  @MethodSource("golden")
  void whatRealClientsSendIsUnderstood(Golden packet) throws MalformedPacketException {
    assertThat(summary(TftpCodec.decode(ByteBuffer.wrap(packet.bytes()))))
        .isEqualTo(packet.expect());
  }

  @ParameterizedTest
  @MethodSource("golden")
  void andWrittenBackAsItWas(Golden packet) throws MalformedPacketException {
    ByteBuffer again = TftpCodec.encode(TftpCodec.decode(ByteBuffer.wrap(packet.bytes())));
    // A WRQ's mode is not kept: it is refused whatever it says.
    if (packet.bytes()[1] != 2) {
      assertThat(again).isEqualTo(ByteBuffer.wrap(packet.bytes()));
    }
  }

  /** Cut anywhere it is refused, or it says less; there is no other exception. */
  @ParameterizedTest
  @MethodSource("golden")
  void cutAnywhereItIsRefusedOrSaysLess(Golden packet) {
    for (int length = 0; length < packet.bytes().length; length++) {
      decodes(Arrays.copyOf(packet.bytes(), length));
    }
    assertThat(decodes(Arrays.copyOf(packet.bytes(), 3))).isFalse();
  }

  @ParameterizedTest
  @MethodSource("golden")
  void mutatedItIsRefusedOrSaysSomethingElse(Golden packet) {
    Random dice = new Random(packet.expect().hashCode());
    int understood = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] mutant = packet.bytes().clone();
      for (int flips = dice.nextInt(4); flips >= 0; flips--) {
        mutant[dice.nextInt(mutant.length)] = (byte) dice.nextInt(256);
      }
      understood += decodes(mutant) ? 1 : 0;
    }
    assertThat(understood).isPositive();
  }

  private static boolean decodes(byte[] bytes) {
    try {
      TftpPacket packet = TftpCodec.decode(ByteBuffer.wrap(bytes));
      return !summary(packet).isEmpty();
    } catch (MalformedPacketException e) {
      return false;
    }
  }

  private static String summary(TftpPacket packet) {
    if (packet instanceof ReadRequest rrq) {
      String options =
          rrq.options().entrySet().stream()
              .map(option -> " " + option.getKey() + "=" + option.getValue())
              .collect(Collectors.joining());
      return "RRQ name=" + rrq.filename() + " mode=" + rrq.mode() + options;
    }
    if (packet instanceof WriteRequest wrq) {
      return "WRQ name=" + wrq.filename();
    }
    if (packet instanceof Ack ack) {
      return "ACK block=" + ack.block();
    }
    return packet instanceof ErrorPacket error
        ? "ERROR code=" + error.code() + " message=" + error.message()
        : packet.toString();
  }

  private static TftpPacket decode(String latin1) throws MalformedPacketException {
    return TftpCodec.decode(ByteBuffer.wrap(latin1.getBytes(ISO_8859_1)));
  }

  @Test
  void optionNamesAreInAnyCaseAndTheFirstOfTwoCounts() throws MalformedPacketException {
    assertThat(decode("\0\1f\0OCTET\0BlkSize\0008\0blksize\0009\0TSIZE\0000\0"))
        .isEqualTo(new ReadRequest("f", "octet", Map.of("blksize", "8", "tsize", "0")));
  }

  @Test
  void zerosThatPadARequestAreNoOptions() throws MalformedPacketException {
    assertThat(decode("\0\1f\0octet\0\0\0\0\0")).isEqualTo(new ReadRequest("f", "octet", Map.of()));
  }

  @Test
  void anErrorsMessageNeedsNoEndAndLosesWhatIsNotPrintable() throws MalformedPacketException {
    assertThat(decode("\0\5\0\10bye\33[2J")).isEqualTo(new ErrorPacket(8, "bye?[2J"));
    assertThat(decode("\0\5\0\0")).isEqualTo(new ErrorPacket(0, ""));
    assertThat(((ErrorPacket) decode("\0\5\0\0" + "x".repeat(500))).message()).hasSize(128);
  }

  @Test
  void dataAndOackAreWrittenAndReadBack() throws MalformedPacketException {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("tsize", "74213");
    options.put("blksize", "1468");
    assertThat(TftpCodec.encode(new OptionAck(options)))
        .isEqualTo(ByteBuffer.wrap("\0\6tsize\00074213\0blksize\0001468\0".getBytes(ISO_8859_1)));
    assertThat(decode("\0\6tsize\00074213\0blksize\0001468\0")).isEqualTo(new OptionAck(options));
    ByteBuffer data = ByteBuffer.wrap(new byte[] {7, 8});
    assertThat(TftpCodec.encode(new Data(65_535, data)))
        .isEqualTo(ByteBuffer.wrap(new byte[] {0, 3, -1, -1, 7, 8}));
    assertThat(TftpCodec.decode(ByteBuffer.wrap(new byte[] {0, 3, -1, -1, 7, 8})))
        .isEqualTo(new Data(65_535, data));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\0",
        "\0\0",
        "\0\7",
        "\1\1f\0octet\0",
        "\0\1",
        "\0\1f",
        "\0\1f\0",
        "\0\1f\0octet",
        "\0\1f\0octet\0blksize",
        "\0\1f\0octet\0blksize\0",
        "\0\1f\0octet\0blksize\0008",
        "\0\2f",
        "\0\3\0",
        "\0\4",
        "\0\4\0",
        "\0\5\0",
        "\0\6tsize\0"
      })
  void whatIsCutIsRefused(String packet) {
    assertThatExceptionOfType(MalformedPacketException.class).isThrownBy(() -> decode(packet));
  }

  @Test
  void aRequestOfMoreThan512BytesIsRefused() throws MalformedPacketException {
    String longest = "\0\1" + "f".repeat(503) + "\0octet\0";
    assertThat(decode(longest)).isInstanceOf(ReadRequest.class);
    assertThatExceptionOfType(MalformedPacketException.class)
        .isThrownBy(() -> decode(longest + "\0"))
        .withMessage("at byte 512: expected a request's end");
  }
}
