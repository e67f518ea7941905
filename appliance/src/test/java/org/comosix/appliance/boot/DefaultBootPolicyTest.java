package org.comosix.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comosix.appliance.domain.ClientArch;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.testkit.BootLab;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Who is told to load what. */
final class DefaultBootPolicyTest {

  private static final MacAddress MAC = MacAddress.parse("52:54:00:12:34:56");
  private static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.1");

  private Path directory = Path.of("none");

  @BeforeEach
  void loaders(@TempDir Path temporary) throws IOException {
    directory = temporary;
    for (BootLoader loader : BootLoader.values()) {
      Files.writeString(temporary.resolve(loader.fileName()), "x");
    }
  }

  private Optional<BootOffer> offer(int httpPort, Optional<ClientArch> arch, boolean ipxe) {
    BootPolicy policy =
        new DefaultBootPolicy(
            new BootLoaders(directory),
            new BootLab().published("debian/7").targets(),
            new BootUrls(httpPort));
    return policy.offer(new BootRequest(MAC, SERVER, arch, ipxe));
  }

  private static Optional<BootOffer> byTftp(String file) {
    return Optional.of(new BootOffer(SERVER, file, Optional.empty(), Optional.empty()));
  }

  @Test
  void biosLoadsUndionly() {
    assertThat(offer(80, Optional.of(ClientArch.BIOS), false)).isEqualTo(byTftp("undionly.kpxe"));
  }

  @ParameterizedTest
  @EnumSource(names = {"X64_UEFI", "EBC_X64_UEFI"})
  void uefiLoadsSnponlyUnderBothNumbers(ClientArch arch) {
    assertThat(offer(80, Optional.of(arch), false)).isEqualTo(byTftp("snponly.efi"));
  }

  @Test
  void uefiLoadsIpxeWithItsOwnDriversWhereSnponlyIsMissing() throws IOException {
    Files.delete(directory.resolve("snponly.efi"));
    assertThat(offer(80, Optional.of(ClientArch.X64_UEFI), false)).isEqualTo(byTftp("ipxe.efi"));
  }

  @Test
  void uefiHttpBootIsToldAUrlAndSeesHttpClient() {
    assertThat(offer(8080, Optional.of(ClientArch.X64_HTTP), false))
        .hasValue(
            new BootOffer(
                SERVER,
                "http://10.77.0.1:8080/snponly.efi",
                Optional.of("HTTPClient"),
                Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource
  void ipxeIsToldTheScriptOfItsMachineWhateverItRunsOn(ClientArch arch) {
    assertThat(offer(80, Optional.of(arch), true))
        .isEqualTo(byTftp("http://10.77.0.1/boot/52-54-00-12-34-56.ipxe"));
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"BIOS", "X64_UEFI", "EBC_X64_UEFI", "X64_HTTP"})
  void forOtherArchitecturesThereIsNothing(ClientArch arch) {
    assertThat(offer(80, Optional.of(arch), false)).isEmpty();
  }

  @Test
  void whoDoesNotSayItsArchitectureIsAnOldBiosOrAnInitramfs() {
    assertThat(offer(80, Optional.empty(), false))
        .hasValue(
            new BootOffer(
                SERVER,
                "undionly.kpxe",
                Optional.empty(),
                Optional.of("10.77.0.1:/comosix/debian/7")));
  }

  @Test
  void withoutAPublishedImageThereIsNothing() {
    BootPolicy policy =
        new DefaultBootPolicy(
            new BootLoaders(directory), new BootLab().targets(), new BootUrls(80));
    assertThat(policy.offer(new BootRequest(MAC, SERVER, Optional.of(ClientArch.BIOS), true)))
        .isEmpty();
  }

  @Test
  void withoutLoadersThereIsNothingAndAnOperatorIsToldWhy() throws IOException {
    Files.delete(directory.resolve("undionly.kpxe"));
    assertThat(offer(80, Optional.of(ClientArch.BIOS), false)).isEmpty();
    assertThat(new BootLoaders(directory).findings())
        .containsExactly(
            directory.resolve("undionly.kpxe")
                + " is missing or not readable; install Debian's package ipxe (apt install ipxe)");
  }
}
