package org.comosix.appliance.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another name server with copies of our zones, on a loopback port of its own. */
abstract class RealSecondary implements AutoCloseable {

  static final String ADDRESS = "127.0.0.1";

  private final Path log;
  private final Process server;

  RealSecondary(Path log, List<String> command) throws IOException {
    this.log = log;
    server =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log.toFile()))
            .start();
  }

  /** Everything that it said. */
  final String said() throws IOException {
    return Files.readString(log);
  }

  @Override
  public final void close() {
    server.destroy();
    server.onExit().completeOnTimeout(server, 10, TimeUnit.SECONDS).join();
    server.destroyForcibly();
  }
}
