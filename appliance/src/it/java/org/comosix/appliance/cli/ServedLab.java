package org.comosix.appliance.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.comosix.appliance.Main;
import picocli.CommandLine;

/**
 * The whole appliance as a process in one network namespace, clients in another. Takes everything
 * down again.
 */
final class ServedLab {

  static final String CLIENT_INTERFACE = "opclient";
  private static final String SERVER_INTERFACE = "opserver";
  private static final long MOST_SECONDS = 120;

  private final String server = "cxops-s" + ProcessHandle.current().pid();
  private final String client = "cxops-c" + ProcessHandle.current().pid();
  private final Path directory;
  private final List<Process> running = new ArrayList<>();

  /** What a command of ours did. */
  record Done(int code, String out, String err) {}

  ServedLab(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    run("ip", "netns", "add", server);
    run("ip", "netns", "add", client);
    run(
        "ip",
        "link",
        "add",
        SERVER_INTERFACE,
        "netns",
        server,
        "type",
        "veth",
        "peer",
        "name",
        CLIENT_INTERFACE,
        "netns",
        client);
    inServer("ip", "addr", "add", "10.99.0.1/16", "dev", SERVER_INTERFACE);
    inServer("ip", "link", "set", SERVER_INTERFACE, "up");
    inServer("ip", "link", "set", "lo", "up");
    plugIn("52:54:00:aa:00:01");
  }

  Path config() {
    return directory.resolve("appliance.toml");
  }

  Path state() {
    return directory.resolve("state");
  }

  /** What the appliance reads; the rest of the file is always the same. */
  void configure(String more) throws IOException {
    Files.createDirectories(directory.resolve("ipxe"));
    Files.writeString(
        config(),
        """
        server = { interfaces = "%s", state = "%s" }
        boot.ipxe-directory = "%s"
        dns.zone = "lab.example"
        %s
        """
            .formatted(SERVER_INTERFACE, state(), directory.resolve("ipxe"), more));
  }

  Process serve() throws IOException {
    List<String> command = inNamespace(server);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "serve",
            "--log-level",
            "warn,cli=info",
            "--config",
            config().toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    running.add(process);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains("server.ready")) {
        drain(lines);
        return process;
      }
    }
    throw new IOException("the appliance did not start:\n" + said);
  }

  private static void drain(BufferedReader lines) {
    Thread reader = new Thread(() -> lines.lines().forEach(line -> {}));
    reader.setDaemon(true);
    reader.start();
  }

  /** A command of ours, beside the appliance: the socket is in the file system. */
  Done comosix(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--config", config().toString()));
    CommandLine line = ComosixCommand.commandLine();
    line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    int code = line.execute(all.toArray(String[]::new));
    return new Done(code, out.toString(), err.toString());
  }

  void plugIn(String mac) throws IOException, InterruptedException {
    inClient("ip", "link", "set", CLIENT_INTERFACE, "down");
    inClient("ip", "addr", "flush", "dev", CLIENT_INTERFACE);
    inClient("ip", "link", "set", CLIENT_INTERFACE, "address", mac, "up");
  }

  /** Its resolver asks this server from now on. */
  void clientAsks(String server) throws IOException {
    Path files = Files.createDirectories(clientFiles());
    Files.writeString(files.resolve("resolv.conf"), "nameserver " + server + "\n");
  }

  /** What ip-netns(8) lays over /etc. */
  private Path clientFiles() {
    return Path.of("/etc/netns", client);
  }

  Process startInClient(Path output, String... command) throws IOException {
    return start(client, output, command);
  }

  Process startInServer(Path output, String... command) throws IOException {
    return start(server, output, command);
  }

  private Process start(String namespace, Path output, String... command) throws IOException {
    List<String> all = inNamespace(namespace);
    all.addAll(List.of(command));
    Process process =
        new ProcessBuilder(all).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    running.add(process);
    return process;
  }

  String inClient(String... command) throws IOException, InterruptedException {
    List<String> all = inNamespace(client);
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  String inServer(String... command) throws IOException, InterruptedException {
    List<String> all = inNamespace(server);
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  private static List<String> inNamespace(String namespace) {
    return new ArrayList<>(List.of("ip", "netns", "exec", namespace));
  }

  static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " failed:\n" + said);
    }
    return said;
  }

  void close() throws IOException, InterruptedException {
    for (Process process : running) {
      process.destroyForcibly();
      process.waitFor();
    }
    run("ip", "netns", "del", server);
    run("ip", "netns", "del", client);
    Files.deleteIfExists(clientFiles().resolve("resolv.conf"));
    Files.deleteIfExists(clientFiles());
  }
}
