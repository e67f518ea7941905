package org.comosix.appliance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SecretFileTest {

  private final Path directory;

  SecretFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-------", "r--------", "rw-r-----"})
  void readsWhatOnlyWeAndOurGroupMayRead(String permissions) throws IOException {
    assertThat(SecretFile.read(file(" c2VjcmV0\n", permissions))).asString().isEqualTo("secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw-r--r--", "rw-rw----", "rw-----w-"})
  void refusesWhatOthersMayReadOrWrite(String permissions) throws IOException {
    Path file = file("c2VjcmV0", permissions);

    assertThatThrownBy(() -> SecretFile.read(file))
        .hasMessage(file + " can be read or written by others; chmod 640 " + file);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not base 64!", "c2Vjc=mV0"})
  void saysNothingOfWhatIsInAFileThatHoldsNoSecret(String content) throws IOException {
    Path file = file(content, "rw-------");

    assertThatThrownBy(() -> SecretFile.read(file))
        .hasMessage(file + " does not hold a secret in base 64")
        .hasNoCause();
  }

  @Test
  void refusesAnEmptyFile() throws IOException {
    Path file = file("\n", "rw-------");

    assertThatThrownBy(() -> SecretFile.read(file))
        .hasMessage(file + " is empty; expected a secret in base 64");
  }

  @Test
  void namesAFileThatIsMissing() {
    Path file = directory.resolve("missing");

    assertThatThrownBy(() -> SecretFile.read(file)).hasMessageContaining(file.toString());
  }

  private Path file(String content, String permissions) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), content);
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
  }
}
