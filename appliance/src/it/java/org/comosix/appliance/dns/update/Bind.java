package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.domain.TsigAlgorithm;

/** A BIND 9 on a loopback port, with zones that a key may change. */
final class Bind extends SiteServer {

  private final Path directory;

  private Bind(Path directory, TsigAlgorithm algorithm) throws IOException {
    super(algorithm);
    this.directory = directory;
  }

  /**
   * Starts one.
   *
   * @param lenient zones that take any name
   * @param strict zones that refuse an underscore, as BIND does by default
   */
  static Bind start(
      Path directory, TsigAlgorithm algorithm, List<String> lenient, List<String> strict)
      throws Exception {
    Bind bind = new Bind(directory, algorithm);
    StringBuilder zones = new StringBuilder();
    for (String zone : lenient) {
      zones.append(bind.zone(zone, "check-names ignore;"));
    }
    for (String zone : strict) {
      zones.append(bind.zone(zone, ""));
    }
    Files.writeString(
        directory.resolve("named.conf"),
        """
        options {
          directory "%s";
          listen-on port %d { 127.0.0.1; };
          listen-on-v6 { none; };
          pid-file none;
          session-keyfile none;
          recursion no;
          dnssec-validation no;
          notify no;
        };
        controls { };
        key "%s" { algorithm %s; secret "%s"; };
        %s
        """
            .formatted(directory, bind.port(), KEY, algorithm, secretText(), zones));
    bind.start();
    return bind;
  }

  private String zone(String zone, String more) throws IOException {
    Path file = directory.resolve(zone + ".zone");
    Files.writeString(
        file,
        """
        $TTL 60
        @ IN SOA ns.invalid. hostmaster.invalid. 1 3600 600 604800 5
        @ IN NS ns.invalid.
        """);
    return "zone \"%s\" { type primary; file \"%s\"; allow-update { key \"%s\"; }; %s };\n"
        .formatted(zone, file, KEY, more);
  }

  @Override
  void start() throws Exception {
    run(
        new ProcessBuilder(
                "named", "-g", "-n", "1", "-c", directory.resolve("named.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(
                ProcessBuilder.Redirect.appendTo(directory.resolve("named.log").toFile())));
  }

  @Override
  String log() {
    try {
      return Files.readString(directory.resolve("named.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }
}
