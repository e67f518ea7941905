package org.comosix.appliance.dhcp.transport;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Two network namespaces joined by a veth pair, a DHCP server process in the one, clients in the
 * other. Takes everything down again.
 */
final class ClientLab {

  static final String CLIENT_INTERFACE = "itclient";
  private static final String SERVER_INTERFACE = "itserver";
  private static final long MOST_SECONDS = 60;

  private final String server = "cxdhcp-s" + ProcessHandle.current().pid();
  private final String client = "cxdhcp-c" + ProcessHandle.current().pid();
  private final List<Process> running = new ArrayList<>();

  ClientLab() throws IOException, InterruptedException {
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
    inServer("ip", "addr", "add", "10.99.0.1/24", "dev", SERVER_INTERFACE);
    inServer("ip", "link", "set", SERVER_INTERFACE, "up");
  }

  /** Starts the server, or starts it again, on its leases of before. */
  Process startServer(Path leases, String... nodes) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "ip",
                "netns",
                "exec",
                server,
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DhcpServerProcess.class.getName(),
                SERVER_INTERFACE,
                "10.99.0.0/24",
                "10.99.0.50-10.99.0.60",
                "10.99.0.1",
                "3600",
                leases.toString()));
    command.addAll(List.of(nodes));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    running.add(process);
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.equals("ready")) {
        drain(lines);
        return process;
      }
      said.append(line).append('\n');
    }
    throw new IOException("the server did not start:\n" + said);
  }

  /** So that its log never fills the pipe. */
  private static void drain(BufferedReader lines) {
    Thread reader =
        new Thread(
            () -> {
              try {
                String line = lines.readLine();
                while (line != null) {
                  line = lines.readLine();
                }
              } catch (IOException e) {
                // The server was killed: that is what the test is about.
              }
            });
    reader.setDaemon(true);
    reader.start();
  }

  /** Another machine, or the same one after a reboot: its card loses every address. */
  void plugIn(String mac) throws IOException, InterruptedException {
    inClient("ip", "link", "set", CLIENT_INTERFACE, "down");
    inClient("ip", "addr", "flush", "dev", CLIENT_INTERFACE);
    inClient("ip", "link", "set", CLIENT_INTERFACE, "address", mac, "up");
  }

  /** Somebody on the network uses this address; the server's own ARP answers for it. */
  void inServerHasAddress(String address) throws IOException, InterruptedException {
    inServer("ip", "addr", "add", address + "/32", "dev", SERVER_INTERFACE);
  }

  String inClient(String... command) throws IOException, InterruptedException {
    return run(prefixed(client, command));
  }

  private String inServer(String... command) throws IOException, InterruptedException {
    return run(prefixed(server, command));
  }

  /** With a host name of its own: clients set it. */
  private static String[] prefixed(String namespace, String... command) {
    List<String> all =
        new ArrayList<>(List.of("ip", "netns", "exec", namespace, "unshare", "--uts"));
    all.addAll(List.of(command));
    return all.toArray(String[]::new);
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
    run("ip", "netns", "del", server);
    run("ip", "netns", "del", client);
  }
}
