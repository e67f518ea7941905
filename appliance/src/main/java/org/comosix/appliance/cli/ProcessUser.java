package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** As whom this process runs. */
final class ProcessUser {

  private static final Path SELF = Path.of("/proc/self");

  private ProcessUser() {}

  static boolean isRoot() {
    try {
      return Integer.valueOf(0).equals(Files.getAttribute(SELF, "unix:uid"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the owner of " + SELF, e);
    }
  }
}
