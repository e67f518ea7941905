package org.comosix.appliance.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Stream;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelCommandLineTest {

  @Test
  void aMachineIdIsARandomUuidInFormAndTheSameForever() {
    // printf 'comosix machine-id 52:54:00:12:34:57' | sha256sum, its first half but for the
    // version in the 13th digit and the variant in the 17th.
    assertThat(KernelCommandLine.machineId(MacAddress.parse("52:54:00:12:34:57")))
        .isEqualTo("65504f72d55640a48285e9b960a512de");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"console=ttyS0,115200n8", "systemd.log_level=debug", "dyndbg=\"file", "a"})
  void ordinaryArgumentsAreTaken(String argument) {
    assertThat(KernelArgument.parseAll(argument)).containsExactly(new KernelArgument(argument));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a;b", "||", "x&&y", "${net0/mac}", "#", "a`b`", "a\\", "caf\u00e9", "a\u0000b"})
  void whatMeansSomethingToIpxeIsRefused(String argument) {
    assertThatIllegalArgumentException().isThrownBy(() -> KernelArgument.parseAll(argument));
  }

  @Test
  void aLineThatTheKernelWouldCutIsRefused() {
    List<KernelArgument> many =
        Stream.generate(() -> new KernelArgument("a".repeat(99))).limit(20).toList();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new KernelCommandLine(new BootUrls(80), 2049, many))
        .withMessageContaining("characters too long");
  }
}
