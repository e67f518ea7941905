package org.comosix.appliance.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.comosix.appliance.control.ControlClient;
import org.comosix.appliance.ops.ControlSocketFile;

/** Finds the appliance that serves from a state directory. */
final class ControlAccess {

  private static final Duration PATIENCE = Duration.ofSeconds(70);

  private ControlAccess() {}

  /**
   * Connects to it.
   *
   * @return empty when none runs
   * @throws AccessDeniedException one may run, and we may not ask it
   */
  static Optional<ControlClient> connect(Path state) throws IOException {
    Optional<Path> denied = Optional.empty();
    for (Path socket : ControlSocketFile.candidates(state)) {
      try {
        return Optional.of(ControlClient.connect(socket, state, PATIENCE));
      } catch (IOException e) {
        if (String.valueOf(e.getMessage()).contains("ermission denied")) {
          denied = Optional.of(socket);
        }
      }
    }
    if (denied.isPresent() && !Files.isReadable(state)) {
      throw new AccessDeniedException(denied.get().toString());
    }
    return Optional.empty();
  }
}
