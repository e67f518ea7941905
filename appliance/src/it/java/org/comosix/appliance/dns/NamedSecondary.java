package org.comosix.appliance.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** BIND's named with copies of our zones, on a port of its own. */
final class NamedSecondary extends RealSecondary {

  private final Path directory;

  NamedSecondary(
      Path directory, int port, int primaryPort, String keyName, String secret, List<String> zones)
      throws IOException {
    super(
        directory.resolve("named.log"),
        List.of(
            "named",
            "-g",
            "-n",
            "1",
            "-c",
            config(directory, port, primaryPort, keyName, secret, zones).toString()));
    this.directory = directory;
  }

  private static Path config(
      Path directory, int port, int primaryPort, String keyName, String secret, List<String> zones)
      throws IOException {
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
            type secondary; file "%s"; masterfile-format text;
            primaries { 127.0.0.1 port %d key "%s"; };
          };
          """
              .formatted(zone, file(zone), primaryPort, keyName));
    }
    return Files.writeString(directory.resolve("named.conf"), text);
  }

  private static String file(String zone) {
    return zone.replace('/', '_') + ".zone";
  }

  /** It keeps a journal of the changes that came by IXFR, and only of those. */
  boolean tookIncrements(String zone) {
    return Files.exists(directory.resolve(file(zone) + ".jnl"));
  }
}
