package org.comosix.appliance.dhcp.transport.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CarrierTest {

  private final Path interfaces;
  private final Carrier carrier;

  CarrierTest(@TempDir Path interfaces) {
    this.interfaces = interfaces;
    this.carrier = new Carrier(interfaces);
  }

  @Test
  void cableIsInOrOutAsTheKernelSays() throws IOException {
    Path file = Files.createDirectory(interfaces.resolve("eth1")).resolve("carrier");
    Files.writeString(file, "1\n");
    assertThat(carrier.isOn("eth1")).isTrue();
    Files.writeString(file, "0\n");
    assertThat(carrier.isOn("eth1")).isFalse();
  }

  /** The kernel refuses the read of an interface that is down; a directory refuses it as well. */
  @Test
  void interfaceThatIsDownHasNone() throws IOException {
    Files.createDirectories(interfaces.resolve("eth1/carrier"));
    assertThat(carrier.isOn("eth1")).isFalse();
  }

  @Test
  void kernelThatDoesNotTellIsNoReasonNotToAsk() {
    assertThat(carrier.isOn("eth1")).isTrue();
  }
}
