package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.domain.TsigAlgorithm;

/** Knot DNS. */
final class Knot extends SiteServer {

  private final Path directory;

  private Knot(Path directory) throws IOException {
    super(TsigAlgorithm.HMAC_SHA256);
    this.directory = directory;
  }

  static Knot start(Path directory, List<String> zones) throws Exception {
    Knot knot = new Knot(directory);
    StringBuilder text = new StringBuilder();
    for (String zone : zones) {
      text.append("  - domain: %s\n    file: %s.zone\n    acl: ddns\n".formatted(zone, zone));
      Files.writeString(
          directory.resolve(zone + ".zone"),
          """
          $TTL 60
          @ IN SOA ns.invalid. hostmaster.invalid. 1 3600 600 604800 5
          @ IN NS ns.invalid.
          """);
    }
    Files.writeString(
        directory.resolve("knot.conf"),
        """
        server:
            listen: 127.0.0.1@%d
            rundir: %s
        database:
            storage: %s
        key:
          - id: %s
            algorithm: hmac-sha256
            secret: %s
        acl:
          - id: ddns
            key: %s
            action: update
        template:
          - id: default
            storage: %s
            zonefile-sync: -1
            zonefile-load: difference-no-serial
            journal-content: all
        zone:
        %s
        """
            .formatted(knot.port(), directory, directory, KEY, secretText(), KEY, directory, text));
    knot.start();
    return knot;
  }

  @Override
  void start() throws Exception {
    run(
        new ProcessBuilder("knotd", "-c", directory.resolve("knot.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("knot.log").toFile())));
  }

  @Override
  String log() {
    try {
      return Files.readString(directory.resolve("knot.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
