package org.comosix.appliance.image.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.image.ImageRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the recipe's program is run; the recipe itself has tests of its own. */
class RootfsBuildTest {

  private final Path directory;

  RootfsBuildTest(@TempDir Path directory) {
    this.directory = directory;
  }

  @Test
  void itsProgressIsToldAndItsOptionsArePassedOn() throws IOException {
    Path program =
        program(
            "echo progress 1 starting; echo noise; echo progress 250 done; echo \"$@\" > \"$3\"");
    Path output = directory.resolve("out.tar");
    List<String> steps = new ArrayList<>();
    new RootfsBuild(program)
        .run(output, List.of("--suite", "x"), (percent, what) -> steps.add(percent + what));
    assertThat(steps).containsExactly("1starting", "100done");
    assertThat(output).hasContent("--progress --output " + output + " --suite x");
  }

  @Test
  void itsFailureShowsTheEndOfWhatItSaid() throws IOException {
    Path program = program("seq 1000; echo no mirror >&2; exit 3");
    assertThatThrownBy(
            () -> new RootfsBuild(program).run(directory, List.of(), (percent, what) -> {}))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("ended with status 3")
        .hasMessageEndingWith("1000\nno mirror")
        .hasMessageNotContainingAny("\n100\n");
  }

  @Test
  void aProgramThatIsNotThereIsNamed() {
    Path none = directory.resolve("none");
    assertThatThrownBy(() -> new RootfsBuild(none).run(directory, List.of(), (p, what) -> {}))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("cannot run " + none);
  }

  private Path program(String script) throws IOException {
    Path program = Files.writeString(directory.resolve("build"), "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }
}
