package org.comosix.appliance.dns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Knot's knotd, which takes a NOTIFY only with a signature. */
final class KnotSecondary extends RealSecondary {

  KnotSecondary(
      Path directory, int port, int primaryPort, String keyName, String secret, List<String> zones)
      throws IOException {
    super(
        directory.resolve("knotd.log"),
        List.of(
            "knotd",
            "-c",
            config(directory, port, primaryPort, keyName, secret, zones).toString()));
  }

  private static Path config(
      Path directory, int port, int primaryPort, String key, String secret, List<String> zones)
      throws IOException {
    StringBuilder text = new StringBuilder();
    for (String zone : zones) {
      text.append("  - domain: \"%s\"\n    master: us\n    acl: us\n".formatted(zone));
    }
    return Files.writeString(
        directory.resolve("knot.conf"),
        """
        server:
            listen: %1$s@%2$d
            rundir: %3$s
        database:
            storage: %3$s
        log:
          - target: stdout
            any: info
        key:
          - id: %4$s
            algorithm: hmac-sha256
            secret: %5$s
        remote:
          - id: us
            address: 127.0.0.1@%6$d
            key: %4$s
        acl:
          - id: us
            key: %4$s
            action: notify
        template:
          - id: default
            storage: %3$s
            zonefile-sync: -1
            zonefile-load: none
            journal-content: all
        zone:
        %7$s
        """
            .formatted(ADDRESS, port, directory, key, secret, primaryPort, text));
  }
}
