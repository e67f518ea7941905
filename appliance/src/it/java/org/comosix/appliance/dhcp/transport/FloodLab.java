package org.comosix.appliance.dhcp.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.comosix.appliance.Main;

/**
 * One network segment: the whole appliance on a bridge, and at its ports an attacker and honest
 * machines, each in a network namespace of its own. Takes everything down again.
 */
final class FloodLab {

  static final String PORT = "eth0";

  private static final String BRIDGE = "br0";
  private static final long MOST_SECONDS = 60;
  private static final Pattern COUNTER = Pattern.compile("\"([a-z.-]+)\":(\\d+)");

  private final String prefix = "cxflood" + ProcessHandle.current().pid();
  private final String server = prefix + "-s";
  private final List<String> namespaces = new ArrayList<>();
  private final List<Process> running = new ArrayList<>();
  private final Path directory;

  FloodLab(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    namespace(server);
    in(server, "ip", "link", "set", "lo", "up");
    in(server, "ip", "link", "add", BRIDGE, "type", "bridge");
    in(server, "ip", "addr", "add", "10.99.0.1/24", "dev", BRIDGE);
    in(server, "ip", "link", "set", BRIDGE, "up");
  }

  private void namespace(String name) throws IOException, InterruptedException {
    run("ip", "netns", "add", name);
    namespaces.add(name);
  }

  /** Another machine at a port of the bridge. */
  String machine(String name, String mac) throws IOException, InterruptedException {
    String namespace = prefix + "-" + name;
    namespace(namespace);
    in(server, "ip", "link", "add", name, "type", "veth", "peer", "name", PORT, "netns", namespace);
    in(server, "ip", "link", "set", name, "master", BRIDGE, "up");
    in(namespace, "ip", "link", "set", PORT, "address", mac, "up");
    return namespace;
  }

  /** The appliance as an administrator runs it, with this configuration, in little memory. */
  Process serve(String toml) throws IOException {
    Path file = directory.resolve("appliance.toml");
    Files.writeString(file, toml);
    return start(
        server,
        "server.ready",
        java(
            List.of("-Xmx192m", "-XX:+ExitOnOutOfMemoryError"),
            Main.class,
            "serve",
            "--config",
            file.toString()));
  }

  Process flood(String namespace, String knownMac, long packets)
      throws IOException, InterruptedException {
    in(namespace, "ip", "addr", "add", "10.99.0.250/24", "dev", PORT);
    return start(
        namespace,
        "ready",
        java(List.of(), Flooder.class, "10.99.0.255", knownMac, String.valueOf(packets)));
  }

  private static List<String> java(List<String> options, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  /** DHCP's counters, as the HTTP port shows them. */
  Map<String, Long> counters() throws IOException, InterruptedException {
    String all = in(server, "curl", "-sS", "http://10.99.0.1/v1/counters");
    String dhcp = all.substring(all.indexOf("\"dhcp\""));
    dhcp = dhcp.substring(0, dhcp.indexOf('}'));
    Map<String, Long> counters = new TreeMap<>();
    for (MatchResult counter : COUNTER.matcher(dhcp).results().toList()) {
      counters.put(counter.group(1), Long.parseLong(counter.group(2)));
    }
    return counters;
  }

  /** What the kernel of the server counts of UDP, by the names in /proc/net/snmp. */
  Map<String, Long> kernelCounters() throws IOException, InterruptedException {
    List<String> lines =
        in(server, "cat", "/proc/net/snmp")
            .lines()
            .filter(line -> line.startsWith("Udp:"))
            .toList();
    String[] names = lines.get(0).split(" ", -1);
    String[] values = lines.get(1).split(" ", -1);
    Map<String, Long> counters = new TreeMap<>();
    for (int i = 1; i < names.length; i++) {
      counters.put(names[i], Long.parseLong(values[i]));
    }
    return counters;
  }

  /** In the background, until it is killed or the lab is closed. */
  Process start(String namespace, String untilItSays, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(command);
    Process process = new ProcessBuilder(all).redirectErrorStream(true).start();
    running.add(process);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      said.append(line).append('\n');
      if (line.contains(untilItSays)) {
        log(lines, namespace);
        return process;
      }
    }
    throw new IOException(String.join(" ", all) + " ended early:\n" + said);
  }

  /** What the process of this namespace said after it was ready. */
  Path logOf(String namespace) {
    return directory.resolve(namespace + ".log");
  }

  Path serverLog() {
    return logOf(server);
  }

  private void log(BufferedReader lines, String namespace) {
    Thread reader =
        new Thread(
            () -> {
              try (var log = Files.newBufferedWriter(logOf(namespace))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  log.write(line + "\n");
                  log.flush();
                }
              } catch (IOException e) {
                // The process was killed while it spoke.
                throw new UncheckedIOException(e);
              }
            });
    reader.setUncaughtExceptionHandler((thread, problem) -> {});
    reader.setDaemon(true);
    reader.start();
  }

  String in(String namespace, String... command) throws IOException, InterruptedException {
    List<String> all =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace, "unshare", "--uts"));
    all.addAll(List.of(command));
    return run(all.toArray(String[]::new));
  }

  /** What it printed; fails unless it ends well and in time. */
  private static String run(String... command) throws IOException, InterruptedException {
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
    for (String namespace : namespaces) {
      run("ip", "netns", "del", namespace);
    }
  }
}
