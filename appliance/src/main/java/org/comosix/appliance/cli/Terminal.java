package org.comosix.appliance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a person looks. */
final class Terminal {

  private Terminal() {}

  /** No colour into a file or a pipe, on a dumb terminal, or against https://no-color.org. */
  static boolean standardErrorShowsColour() {
    String noColour = System.getenv("NO_COLOR");
    boolean refused = noColour != null && !noColour.isEmpty();
    return !refused && !"dumb".equals(System.getenv("TERM")) && isTerminal("/proc/self/fd/2");
  }

  /** Whether a line on standard output can be drawn over. */
  static boolean standardOutputIsOne() {
    return !"dumb".equals(System.getenv("TERM")) && isTerminal("/proc/self/fd/1");
  }

  /** Whether a line on standard error can be drawn over. */
  static boolean standardErrorIsOne() {
    return !"dumb".equals(System.getenv("TERM")) && isTerminal("/proc/self/fd/2");
  }

  private static boolean isTerminal(String descriptor) {
    try {
      String target = Files.readSymbolicLink(Path.of(descriptor)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
