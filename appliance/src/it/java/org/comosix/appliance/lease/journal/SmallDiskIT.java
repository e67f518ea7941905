package org.comosix.appliance.lease.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real file system that fills up and is read-only, in a mount namespace; root. */
final class SmallDiskIT {

  @Test
  void runningLeasesAreServedAndNoneIsPromisedThatIsNotOnDisk(@TempDir Path directory)
      throws Exception {
    List<String> lines = output(directory);

    assertThat(lines)
        .containsExactly(
            "first client: 10.0.0.1 for 60 min",
            "when full, running: 10.0.0.1 for 60 min",
            "when full, new: nothing",
            "health: No space left on device; running leases are served, no new ones are given",
            "still full, new: nothing",
            "room again, new: " + newAddress(lines, 5) + " for 60 min",
            "health: good",
            "read-only, running: 10.0.0.1 for 58 min",
            "read-only, new: nothing",
            "health: on a read-only file system; running leases are served, no new ones are given",
            "writable again, new: " + newAddress(lines, 10) + " for 60 min",
            "after a restart: " + newAddress(lines, 10) + " for 60 min");
  }

  /** How many leases fit is the file system's affair. */
  private static String newAddress(List<String> lines, int line) {
    return lines.get(line).replaceAll(".*: (10\\.0\\.\\d+\\.\\d+) .*", "$1");
  }

  private static List<String> output(Path directory) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                "unshare",
                "--mount",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                SmallDiskProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = new ArrayList<>();
    try (var reader = process.inputReader(StandardCharsets.US_ASCII)) {
      // Not what is logged.
      reader.lines().filter(line -> line.matches("[a-z ,-]+: .*")).forEach(lines::add);
    }
    assertThat(process.waitFor()).isZero();
    return lines;
  }
}
