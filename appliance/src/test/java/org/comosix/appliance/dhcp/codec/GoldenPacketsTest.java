package org.comosix.appliance.dhcp.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.comosix.appliance.testkit.GoldenPackets;
import org.comosix.appliance.testkit.GoldenPackets.Golden;
import org.dhcp4java.DHCPPacket;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every captured packet, whole, cut and mutilated. */
final class GoldenPacketsTest {

  private static final int MUTATIONS = 4_000;
  private static final int FIXED_FIELDS = 236;
  private static final int BOOTP_LENGTH = 300;

  static Stream<Golden> packets() {
    return GoldenPackets.of("dhcp").stream();
  }

  @ParameterizedTest
  @MethodSource("packets")
  void saysWhatItsFileExpects(Golden golden) {
    assertThat(MessageSummary.of(DhcpCodec.decode(golden.bytes()))).isEqualTo(golden.expect());
  }

  @ParameterizedTest
  @MethodSource("packets")
  void isTheSameMessageAfterEncodingItAgain(Golden golden) {
    DhcpMessage message = DhcpCodec.decode(golden.bytes());

    DhcpCodec.Encoded encoded = DhcpCodec.encode(message, 1472);

    assertThat(encoded.omitted()).isEmpty();
    assertThat(DhcpCodec.decode(encoded.bytes())).isEqualTo(message);
    assertThat(Arrays.copyOf(encoded.bytes(), FIXED_FIELDS))
        .isEqualTo(Arrays.copyOf(golden.bytes(), FIXED_FIELDS));
  }

  @ParameterizedTest
  @MethodSource("packets")
  void isReadAlikeByAnotherLibrary(Golden golden) {
    DhcpMessage ours = DhcpCodec.decode(golden.bytes());

    // It wants the vendor area of RFC 951, section 3, which not every BOOTP client sends.
    byte[] whole = Arrays.copyOf(golden.bytes(), Math.max(golden.bytes().length, BOOTP_LENGTH));
    DHCPPacket theirs = DHCPPacket.getPacket(whole, 0, whole.length, true);

    assertThat(theirs.getXid()).isEqualTo(ours.xid());
    assertThat(theirs.getOptionsArray()).hasSize(ours.options().size());
    for (int i = 0; i < ours.options().size(); i++) {
      assertThat(theirs.getOptionRaw((byte) ours.options().code(i)))
          .isEqualTo(ours.options().value(i));
    }
  }

  @ParameterizedTest
  @MethodSource("packets")
  void cutAnywhereBeforeItsOptionsEndIsRefusedOrShorterButNothingElse(Golden golden) {
    DhcpMessage whole = DhcpCodec.decode(golden.bytes());
    for (int length = 0; length < golden.bytes().length; length++) {
      byte[] cut = Arrays.copyOf(golden.bytes(), length);
      if (length < FIXED_FIELDS) {
        assertThatThrownBy(() -> DhcpCodec.decode(cut))
            .isInstanceOf(MalformedPacketException.class);
      } else {
        decodesOrIsMalformed(cut, whole.options().size());
      }
    }
  }

  private static void decodesOrIsMalformed(byte[] packet, int mostOptions) {
    try {
      assertThat(DhcpCodec.decode(packet).options().size()).isLessThanOrEqualTo(mostOptions);
    } catch (MalformedPacketException e) {
      assertThat(e.offset()).isBetween(0, packet.length);
    }
  }

  /** Seeded by the packet's name: the same on every machine. */
  @ParameterizedTest
  @MethodSource("packets")
  void mutatedItIsReadOrMalformedAndNeverAnythingElse(Golden golden) {
    Random random = new Random(golden.name().hashCode());
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> {
          for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutant = mutate(golden.bytes(), random);
            try {
              DhcpMessage message = DhcpCodec.decode(mutant);
              DhcpCodec.encode(withoutTexts(message), DhcpCodec.maximumLengthFor(message));
            } catch (MalformedPacketException e) {
              assertThat(e.offset()).isBetween(0, mutant.length);
            }
          }
        });
  }

  /** A mutant may fill sname to its last byte, which we never would. */
  private static DhcpMessage withoutTexts(DhcpMessage message) {
    return message.reply(
        message.flags(), message.ciaddr(), DhcpMessage.ReplyFields.NONE, message.options());
  }

  private static byte[] mutate(byte[] packet, Random random) {
    byte[] mutant = Arrays.copyOf(packet, packet.length - random.nextInt(3) * random.nextInt(60));
    int changes = 1 + random.nextInt(8);
    for (int i = 0; i < changes; i++) {
      // Mostly among the options: that is where the code has branches.
      int from = random.nextInt(4) == 0 ? 0 : Math.min(240, mutant.length - 1);
      mutant[from + random.nextInt(mutant.length - from)] = (byte) random.nextInt(256);
    }
    return mutant;
  }
}
