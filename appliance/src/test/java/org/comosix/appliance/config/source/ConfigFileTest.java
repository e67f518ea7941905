package org.comosix.appliance.config.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong with a file before its first line is read. */
final class ConfigFileTest {

  private final Path directory;

  ConfigFileTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void missingFile() {
    assertThat(refusal(directory.resolve("nothing.toml")))
        .isEqualTo(
            """
            nothing.toml: error: there is no such file
                  = write it, starting from the commented example conf/appliance.toml

            1 problem
            """);
  }

  @Test
  void directoryInPlaceOfAFile() throws IOException {
    Path etc = Files.createDirectory(directory.resolve("comosix"));

    assertThat(refusal(etc)).startsWith("comosix: error: this is a directory\n");
  }

  @Test
  void fileInPlaceOfADirectory() throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "x");

    assertThat(refusal(file.resolve("appliance.toml")))
        .startsWith("file/appliance.toml: error: cannot be read: ");
  }

  @Test
  void unreadableFile() throws IOException {
    Path file = Files.writeString(directory.resolve("a.toml"), "[server]");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("---------"));
    assumeFalse(Files.isReadable(file), "root may read every file: run the build as another user");

    assertThat(refusal(file)).startsWith("a.toml: error: no permission to read it\n");
  }

  @Test
  void hugeFile() throws IOException {
    Path file = directory.resolve("huge.toml");
    Files.writeString(file, "#".repeat(ConfigFile.MAX_BYTES + 1));

    assertThat(refusal(file)).startsWith("huge.toml: error: the file has more than 4194304 bytes");
  }

  @Test
  void deepBrackets() throws IOException {
    Path file = directory.resolve("deep.toml");
    Files.writeString(file, "a = " + "[".repeat(100_000));

    assertThat(refusal(file)).startsWith("deep.toml:").contains("error: ");
  }

  private String refusal(Path file) {
    ConfigResult result = ConfigLoader.load(file);
    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    List<ConfigProblem> problems = ((ConfigResult.Refused) result).problems();
    return new ConfigReport(false).text(problems).replace(directory + "/", "");
  }
}
