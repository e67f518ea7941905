package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Over a {@code /proc} as a Linux 6.1 shows it. */
final class SocketDropsTest {

  private static final int DESCRIPTOR = 57;

  private final Path proc;

  SocketDropsTest(@TempDir Path proc) throws IOException {
    this.proc = proc;
    Files.createDirectories(proc.resolve("net"));
    Files.createDirectories(proc.resolve("fd"));
    Files.createSymbolicLink(proc.resolve("fd/57"), Path.of("socket:[163212]"));
  }

  @Test
  void countsWhatCameSinceTheLastQuestionOnThisSocketOnly() throws IOException {
    SocketDrops drops = new SocketDrops(proc, DESCRIPTOR);

    table(7);
    assertThat(drops.more()).isEqualTo(7);
    assertThat(drops.more()).isZero();
    table(12);
    assertThat(drops.more()).isEqualTo(5);
  }

  @Test
  void whereTheSystemDoesNotSayThereAreNone() throws IOException {
    assertThat(new SocketDrops(proc, DESCRIPTOR).more()).isZero();

    table(7);
    assertThat(new SocketDrops(proc, 99).more()).isZero();
  }

  private void table(long drops) throws IOException {
    Files.writeString(
        proc.resolve("net/udp"),
        """
           sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops
         1234: 00000000:0043 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 163212 2 0000000000000000 %d
         1235: 0100007F:0035 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 163213 2 0000000000000000 99
        """
            .formatted(drops));
  }
}
