package org.comosix.appliance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A BIND 9 beside the appliance, in the server's namespace, on a port of its own. */
final class NamedInLab {

  static final String KEY = "ddns";
  static final String SECRET = "bm90IGEgc2VjcmV0LCBidXQgdGhpcnR5LXR3byBieXRlcw==";

  private static final long PATIENCE_NANOS = 30_000_000_000L;

  private final ServedLab lab;
  private final Path directory;
  private final int port;

  interface Condition {
    boolean holds() throws Exception;
  }

  private NamedInLab(ServedLab lab, Path directory, int port) {
    this.lab = lab;
    this.directory = directory;
    this.port = port;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param options more of the block of that name
   * @param zones from {@link #zone} and such
   */
  static NamedInLab start(ServedLab lab, Path directory, int port, String options, String... zones)
      throws Exception {
    Files.createDirectories(directory);
    Files.writeString(
        directory.resolve("named.conf"),
        """
        options {
          directory "%s"; listen-on port %d { 127.0.0.1; }; listen-on-v6 { none; };
          pid-file none; session-keyfile none; dnssec-validation no; notify no;
          empty-zones-enable no; managed-keys-directory "%s"; %s
        };
        controls { };
        key "%s" { algorithm hmac-sha256; secret "%s"; };
        %s
        """
            .formatted(
                directory,
                port,
                directory,
                options,
                KEY,
                SECRET,
                Stream.of(zones).collect(Collectors.joining("\n"))));
    NamedInLab named = new NamedInLab(lab, directory, port);
    lab.startInServer(
        named.log(), "named", "-g", "-n", "1", "-c", directory.resolve("named.conf").toString());
    named.until(() -> named.dig("+noall +comments version.bind CH TXT").contains("status:"));
    return named;
  }

  /**
   * A zone of its own.
   *
   * @param records in a zone file's form, beside SOA and NS
   * @param more statements of the zone
   */
  static String zone(Path directory, String name, String records, String more) throws IOException {
    Path file = Files.createDirectories(directory).resolve(name.replace('/', '_') + ".zone");
    Files.writeString(
        file,
        "$TTL 60\n@ SOA ns.invalid. h.invalid. 1 3600 600 604800 5\n@ NS ns.invalid.\n" + records);
    return "zone \"%s\" { type primary; file \"%s\"; %s };".formatted(name, file, more);
  }

  private Path log() {
    return directory.resolve("named.log");
  }

  String dig(String arguments) throws IOException, InterruptedException {
    return lab.inServer(
        "sh", "-c", "dig +tries=1 +time=2 @127.0.0.1 -p " + port + " " + arguments + " || true");
  }

  /** The data of a name's records, one on each line; empty for none. */
  String records(String name, String type) throws IOException, InterruptedException {
    return dig("+short '" + name + "' " + type).strip();
  }

  /** Fails with what it said. */
  void until(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!condition.holds()) {
      if (System.nanoTime() - end > 0) {
        throw new AssertionError(Files.readString(log()));
      }
      Thread.sleep(100);
    }
  }
}
