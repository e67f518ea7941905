package org.comosix.appliance.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs the system's tar and shell: real archives for tests, none of them needs root. */
public final class GnuTar {

  private GnuTar() {}

  /** Archives the whole of {@code tree}; owners are 0. Returns {@code archive}. */
  public static Path create(Path archive, Path tree, String... options) {
    List<String> command = new ArrayList<>(List.of("tar", "-c", "-f", archive.toString()));
    command.addAll(List.of("--owner=0", "--group=0", "-C", tree.toString()));
    command.addAll(List.of(options));
    if (options.length == 0 || !options[options.length - 1].equals("--")) {
      command.add(".");
    } else {
      command.remove(command.size() - 1);
    }
    run(tree, command);
    return archive;
  }

  /** Runs lines of shell in a directory. */
  public static void shell(Path directory, String script) {
    run(directory, List.of("sh", "-eu", "-c", script));
  }

  private static void run(Path directory, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new AssertionError(command + " ended with " + code + ": " + output);
      }
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
