package org.comosix.appliance.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StateDirectoryTest {

  @Test
  void aMissingOneIsMadeForItsOwnerOnly(@TempDir Path directory) throws IOException {
    Path state = directory.resolve("var/comosix");

    assertThat(StateDirectory.prepare(state)).isEmpty();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwx------");
    assertThat(state).isEmptyDirectory();
  }

  @Test
  void oneThatIsThereKeepsItsModeAndContent(@TempDir Path state) throws IOException {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("rwxr-x---"));
    Files.writeString(state.resolve("leases"), "x");

    assertThat(StateDirectory.prepare(state)).isEmpty();

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state)))
        .isEqualTo("rwxr-x---");
    assertThat(state).isDirectoryContaining("glob:**leases");
  }

  @Test
  void aFileInItsPlace(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("state"), "x");

    assertThat(StateDirectory.prepare(file)).contains(file + " is not a directory");
    assertThat(StateDirectory.prepare(file.resolve("deeper")).orElseThrow()).contains("state");
  }

  @Test
  void aLinkToADirectoryIsFine(@TempDir Path directory) throws IOException {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    Path link = Files.createSymbolicLink(directory.resolve("state"), disk);

    assertThat(StateDirectory.prepare(link)).isEmpty();
  }

  @Test
  void aPlaceWhereNobodyMayWrite() {
    assertThat(StateDirectory.prepare(Path.of("/proc/comosix"))).isPresent();
  }

  @Test
  void aDirectoryOfSomebodyElse(@TempDir Path state) throws IOException {
    Files.setPosixFilePermissions(state, PosixFilePermissions.fromString("r-xr-xr-x"));
    assumeFalse(Files.isWritable(state), "root may write anywhere: run the build as another user");

    assertThat(StateDirectory.prepare(state)).contains("no permission to write in " + state);
  }
}
