package org.comosix.appliance.tftp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.tftp.codec.TftpPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;
import org.comosix.appliance.tftp.codec.TftpPacket.ReadRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is answered on the server's port. */
final class TftpServerTest {

  private static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.1");
  private static final Ipv4Address CLIENT = Ipv4Address.parse("10.77.0.11");
  private static final BootFile LOADER = file("a/undionly.kpxe", 100);
  private static final BootFile LARGE = file("large", 1 << 20);

  private final TftpServer server =
      new TftpServer(
          (name, to, from) ->
              switch (name) {
                case "a/undionly.kpxe" -> Optional.of(LOADER);
                case "large" -> Optional.of(LARGE);
                default -> Optional.empty();
              },
          TftpLimits.DEFAULT);

  private static BootFile file(String name, long size) {
    return new BootFile(
        name, size, Instant.EPOCH, BootStage.BOOT_FILE, new BootFile.Bytes(new byte[0]));
  }

  private TftpAnswer answer(TftpPacket packet) {
    return server.answer(packet, SERVER, CLIENT);
  }

  private TftpAnswer read(String name, String mode) {
    return answer(new ReadRequest(name, mode, Map.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/undionly.kpxe", "/a/undionly.kpxe", "//a/undionly.kpxe", "\\a\\undionly.kpxe"})
  void slashesOfAnyKindLeadToTheSameFile(String name) {
    assertThat(read(name, "octet")).isEqualTo(new TftpAnswer.Transfer(LOADER, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "/", "..", "a/../a/undionly.kpxe", "A/UNDIONLY.KPXE", "a/undionly.kpx"})
  void anyOtherNameIsErrorOne(String name) {
    assertThat(read(name, "octet"))
        .isEqualTo(
            new TftpAnswer.Refuse(TftpEvent.NO_SUCH_FILE, new ErrorPacket(1, "no such file")));
  }

  @Test
  void modeMailIsErrorFour() {
    assertThat(read("a/undionly.kpxe", "mail"))
        .isEqualTo(
            new TftpAnswer.Refuse(
                TftpEvent.UNKNOWN_MODE, new ErrorPacket(4, "the mode is octet or netascii")));
  }

  @Test
  void aLargeFileIsNotConverted() {
    assertThat(read("large", "netascii"))
        .isEqualTo(
            new TftpAnswer.Refuse(
                TftpEvent.NETASCII_TOO_LARGE,
                new ErrorPacket(4, "ask for this file in octet mode")));
    assertThat(read("a/undionly.kpxe", "netascii"))
        .isEqualTo(new TftpAnswer.Transfer(LOADER, true));
  }

  @Test
  void writingIsErrorTwo() {
    assertThat(answer(new TftpPacket.WriteRequest("x")))
        .isEqualTo(
            new TftpAnswer.Refuse(
                TftpEvent.WRITE_REFUSED, new ErrorPacket(2, "this server is read-only")));
  }

  @Test
  void whatIsNoRequestIsNeverAnswered() {
    TftpAnswer drop = new TftpAnswer.Drop(TftpEvent.UNEXPECTED_PACKET);
    assertThat(answer(new ErrorPacket(5, "unknown transfer id"))).isEqualTo(drop);
    assertThat(answer(new TftpPacket.Ack(1))).isEqualTo(drop);
    assertThat(answer(new TftpPacket.Data(1, ByteBuffer.allocate(0)))).isEqualTo(drop);
    assertThat(answer(new TftpPacket.OptionAck(Map.of()))).isEqualTo(drop);
  }
}
