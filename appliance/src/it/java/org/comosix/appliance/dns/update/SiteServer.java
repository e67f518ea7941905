package org.comosix.appliance.dns.update;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.domain.TsigAlgorithm;
import org.comosix.appliance.domain.TsigKey;

/** A real name server on a loopback port, with zones that a key may change. */
abstract class SiteServer implements AutoCloseable {

  static final String KEY = "comosix-ddns";

  private static final byte[] SECRET =
      "not a secret, but thirty-two bytes".getBytes(StandardCharsets.US_ASCII);

  private final int port;
  private final TsigAlgorithm algorithm;
  private Optional<Process> process = Optional.empty();

  SiteServer(TsigAlgorithm algorithm) throws IOException {
    this.algorithm = algorithm;
    this.port = freePort();
  }

  final int port() {
    return port;
  }

  static String secretText() {
    return Base64.getEncoder().encodeToString(SECRET);
  }

  /** Starts the server, again where it was stopped; answers when this returns. */
  abstract void start() throws Exception;

  abstract String log();

  final void run(ProcessBuilder server) throws Exception {
    process = Optional.of(server.start());
    Waiting.until(
        Duration.ofSeconds(20),
        () -> dig("+tries=1 +time=1 version.bind CH TXT").contains("status:"),
        this::log);
  }

  final void stop() throws InterruptedException {
    process.orElseThrow().destroy();
    process.orElseThrow().waitFor();
  }

  @Override
  public final void close() {
    process.ifPresent(Process::destroyForcibly);
  }

  final InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  final TsigKey key() {
    return new TsigKey(KEY, algorithm, SECRET);
  }

  /** The data of a name's records of one type, sorted, one on each line; empty for none. */
  final String records(String name, String type) {
    return dig("+short +time=2 " + name + " " + type)
        .lines()
        .sorted()
        .collect(Collectors.joining("\n"));
  }

  final String dig(String arguments) {
    List<String> command = new ArrayList<>(List.of("dig", "@127.0.0.1", "-p", "" + port));
    command.addAll(List.of(arguments.split(" ")));
    return output(command, "");
  }

  /** As a person who changes the zone by hand. */
  final void nsupdate(String lines) {
    String key = algorithm + ":" + KEY + ":" + secretText();
    String said =
        output(
            List.of("nsupdate", "-y", key),
            "server 127.0.0.1 " + port + "\ncheck-names off\n" + lines + "\nsend\n");
    if (!said.isEmpty()) {
      throw new AssertionError(said);
    }
  }

  private static String output(List<String> command, String input) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      process.waitFor();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DatagramSocket udp =
            new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress())) {
      return udp.getLocalPort();
    }
  }
}
