package org.comosix.appliance.dns.forward;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** BIND's named on loopback with a zone that it signs itself (Debian: package bind9). */
final class BindUpstream {

  static final String ZONE = "signed.test";

  private static final long READY_SECONDS = 30;

  /** 2900 octets of text: no UDP packet of ours holds it. */
  private static final String BIG_TXT = ("\"" + "x".repeat(145) + "\" ").repeat(20);

  private final Path directory;
  private final int port;
  private Process named;

  private BindUpstream(Path directory, int port, Process named) {
    this.directory = directory;
    this.port = port;
    this.named = named;
  }

  /**
   * Starts it, and waits until it answers with signatures.
   *
   * @param directory for its files, empty
   */
  static BindUpstream start(Path directory, int port) throws IOException, InterruptedException {
    Files.writeString(directory.resolve("named.conf"), configuration(directory, port));
    Files.writeString(directory.resolve("zone.db"), zone());
    BindUpstream bind = new BindUpstream(directory, port, launch(directory));
    bind.waitUntilSigned();
    return bind;
  }

  private static Process launch(Path directory) throws IOException {
    return new ProcessBuilder(
            "named", "-f", "-c", directory.resolve("named.conf").toString(), "-n", "1")
        .directory(directory.toFile())
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  private static String configuration(Path directory, int port) {
    return """
        options {
          directory "%1$s";
          pid-file none;
          session-keyfile "%1$s/session.key";
          listen-on port %2$d { 127.0.0.1; };
          listen-on-v6 { none; };
          recursion no;
          dnssec-validation no;
        };
        controls { };
        zone "%3$s" {
          type primary;
          file "%1$s/zone.db";
          key-directory "%1$s";
          dnssec-policy default;
          inline-signing yes;
        };
        """
        .formatted(directory, port, ZONE);
  }

  private static String zone() {
    return """
        $TTL 600
        @ IN SOA ns hostmaster 1 3600 600 604800 120
        @ IN NS ns
        ns IN A 192.0.2.53
        www IN A 192.0.2.80
        www IN A 192.0.2.81
        alias IN CNAME www
        big IN TXT %s
        """
        .formatted(BIG_TXT);
  }

  private void waitUntilSigned() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(READY_SECONDS).toNanos();
    while (!dig("+dnssec", "+tries=1", "+time=1", "www." + ZONE).contains("RRSIG")) {
      if (System.nanoTime() > deadline || !named.isAlive()) {
        throw new IOException("named does not answer: " + Files.readString(log()));
      }
      Thread.sleep(100);
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** What it answers when it is asked itself. */
  String dig(String... arguments) throws IOException, InterruptedException {
    return Dig.run(port, List.of(arguments));
  }

  /** The key of the zone, as delv wants to be told of it. */
  String trustAnchor() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      Path key =
          files
              .filter(file -> file.getFileName().toString().matches("K.*\\.key"))
              .findFirst()
              .orElseThrow();
      String record =
          Files.readAllLines(key).stream()
              .filter(line -> line.contains("DNSKEY"))
              .findFirst()
              .orElseThrow();
      String[] words = record.substring(record.indexOf("DNSKEY")).split("\\s+", 5);
      return "trust-anchors { %s. static-key %s %s %s \"%s\"; };%n"
          .formatted(ZONE, words[1], words[2], words[3], words[4].replace(" ", ""));
    }
  }

  void stop() throws InterruptedException {
    named.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }

  void startAgain() throws IOException, InterruptedException {
    named = launch(directory);
    waitUntilSigned();
  }
}
