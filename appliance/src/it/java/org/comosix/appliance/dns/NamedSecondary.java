package org.comosix.appliance.dns;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** BIND's named with copies of our zones, on a port of its own. */
final class NamedSecondary implements AutoCloseable {

  static final String ADDRESS = "127.0.0.1";

  private final Path directory;
  private final Process named;

  NamedSecondary(
      Path directory, int port, int primaryPort, String keyName, String secret, List<String> zones)
      throws IOException {
    this.directory = directory;
    Path config = directory.resolve("named.conf");
    StringBuilder text = new StringBuilder();
    text.append(
        "key \"%s\" { algorithm hmac-sha256; secret \"%s\"; };%n".formatted(keyName, secret));
    text.append(
        """
        options {
          directory "%s"; listen-on port %d { %s; }; listen-on-v6 { none; };
          pid-file none; session-keyfile none; lock-file none; managed-keys-directory "%s";
          recursion no; notify no; allow-transfer { none; }; empty-zones-enable no;
          dnssec-validation no; check-names secondary ignore;
        };
        controls { };
        """
            .formatted(directory, port, ADDRESS, directory));
    for (String zone : zones) {
      text.append(
          """
          zone "%s" {
            type secondary; file "%s.zone"; masterfile-format text;
            primaries { 127.0.0.1 port %d key "%s"; };
          };
          """
              .formatted(zone, zone, primaryPort, keyName));
    }
    Files.writeString(config, text);
    named =
        new ProcessBuilder("named", "-g", "-n", "1", "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log()))
            .start();
  }

  private File log() {
    return directory.resolve("named.log").toFile();
  }

  /** Everything that it said. */
  String said() throws IOException {
    return Files.readString(log().toPath());
  }

  /** It keeps a journal of the changes that came by IXFR, and only of those. */
  boolean tookIncrements(String zone) {
    return Files.exists(directory.resolve(zone + ".zone.jnl"));
  }

  @Override
  public void close() {
    named.destroy();
    named.onExit().completeOnTimeout(named, 10, TimeUnit.SECONDS).join();
    named.destroyForcibly();
  }
}
