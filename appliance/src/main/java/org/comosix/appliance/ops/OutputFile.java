package org.comosix.appliance.ops;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A file that a command writes for its user. */
public final class OutputFile {

  private OutputFile() {}

  /** Whole or not at all: whoever reads it never finds half of it. */
  public static void write(Path file, String text) throws IOException {
    Path target = file.toAbsolutePath();
    Path part = target.resolveSibling(target.getFileName() + ".part");
    Files.write(part, text.getBytes(StandardCharsets.UTF_8));
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }
}
