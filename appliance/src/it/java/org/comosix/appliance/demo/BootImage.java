package org.comosix.appliance.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.comosix.appliance.cli.ComosixCommand;

/**
 * The image that the end-to-end tests boot: built by our own command from the recipe as it stands,
 * once.
 */
final class BootImage {

  static final String NAME = "debian";

  private static final Path ROOTFS = Path.of("..", "rootfs");

  private BootImage() {}

  /** The state directory in which it is published; another recipe means another directory. */
  static Path state() throws IOException, NoSuchAlgorithmException {
    Path state = Path.of("target", "it-state-" + digest(ROOTFS)).toAbsolutePath();
    if (!Files.exists(state.resolve("images/generations/" + NAME + "/current"))) {
      int built =
          ComosixCommand.run("image", "build", NAME, "--publish", "--state", state.toString());
      assertThat(built).as("exit code of comosix image build").isZero();
    }
    return state;
  }

  private static String digest(Path recipe) throws IOException, NoSuchAlgorithmException {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (Stream<Path> files = Files.walk(recipe)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      for (Path file : sorted) {
        digest.update(Files.readAllBytes(file));
      }
    }
    return HexFormat.of().formatHex(digest.digest(), 0, 6);
  }
}
