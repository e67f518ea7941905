package org.comosix.appliance.config;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Something in a configuration file that must be corrected.
 *
 * @param spot where; empty when it concerns the file as a whole
 * @param message what is wrong and what was expected
 * @param hint what to write instead, where it can be guessed
 * @param other the second place, where two settings collide
 */
public record ConfigProblem(
    Path file, Optional<Spot> spot, String message, Optional<String> hint, Optional<Spot> other) {

  /** A problem with the file itself. */
  public static ConfigProblem ofFile(Path file, String message, Optional<String> hint) {
    return new ConfigProblem(file, Optional.empty(), message, hint, Optional.empty());
  }
}
