package org.comosix.appliance.demo;

import java.util.Arrays;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Two network namespaces: the server host, and the switch with one port for the server and one for
 * the PC. Nothing in them reaches the machine's own network.
 */
final class LabNetwork implements AutoCloseable {

  static final Ipv4Subnet SUBNET = Ipv4Subnet.parse("10.77.0.0/24");
  static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.1");

  /** The switch's own address: a place on the network, apart from server and node, to look from. */
  static final Ipv4Address ONLOOKER = Ipv4Address.parse("10.77.0.2");

  static final String SERVER_INTERFACE = "eth1";
  static final String PC_PORT = "pc-port";
  private static final String SERVER_PORT = "server-port";
  private static final String SWITCH = "switch";

  private final String serverNamespace;
  private final String switchNamespace;

  /**
   * Names only; {@link #create()} makes it.
   *
   * @param prefix of the namespaces' names, so that several labs can exist
   */
  LabNetwork(String prefix) {
    serverNamespace = prefix + "-server";
    switchNamespace = prefix + "-switch";
  }

  String serverNamespace() {
    return serverNamespace;
  }

  String switchNamespace() {
    return switchNamespace;
  }

  boolean exists() {
    return HostCommand.of("ip", "netns", "list").mustRun().lines().anyMatch(this::isOurs);
  }

  private boolean isOurs(String line) {
    String name = line.split(" ", 2)[0];
    return name.equals(serverNamespace) || name.equals(switchNamespace);
  }

  void create() {
    ip("netns", "add", serverNamespace);
    ip("netns", "add", switchNamespace);
    ipIn(
        switchNamespace,
        "link",
        "add",
        SWITCH,
        "type",
        "bridge",
        "stp_state",
        "0",
        "forward_delay",
        "0");
    ipIn(
        switchNamespace,
        "link",
        "add",
        SERVER_PORT,
        "type",
        "veth",
        "peer",
        "name",
        SERVER_INTERFACE,
        "netns",
        serverNamespace);
    ipIn(switchNamespace, "tuntap", "add", "dev", PC_PORT, "mode", "tap");
    for (String port : List.of(SERVER_PORT, PC_PORT)) {
      ipIn(switchNamespace, "link", "set", port, "master", SWITCH, "up");
    }
    ipIn(switchNamespace, "address", "add", ONLOOKER + "/" + SUBNET.prefixLength(), "dev", SWITCH);
    ipIn(switchNamespace, "link", "set", SWITCH, "up");
    ipIn(serverNamespace, "link", "set", "lo", "up");
    ipIn(
        serverNamespace,
        "address",
        "add",
        SERVER + "/" + SUBNET.prefixLength(),
        "dev",
        SERVER_INTERFACE);
    ipIn(serverNamespace, "link", "set", SERVER_INTERFACE, "up");
  }

  /** No policy route sees a broadcast: the switch drops them at the server's port. */
  void loseBroadcasts() {
    HostCommand.of("bridge", "link", "set", "dev", SERVER_PORT, "bcast_flood", "off")
        .inNamespace(switchNamespace)
        .mustRun();
  }

  /** A policy route that swallows what the server host sends from a port. */
  void loseReplies(String protocol, int port) {
    ipIn(
        serverNamespace,
        "rule",
        "add",
        "ipproto",
        protocol,
        "sport",
        Integer.toString(port),
        "blackhole");
  }

  /**
   * Ends whatever still runs in the namespaces and removes them; harmless where there is nothing.
   */
  @Override
  public void close() {
    for (String namespace : List.of(switchNamespace, serverNamespace)) {
      HostCommand.Result pids = HostCommand.of("ip", "netns", "pids", namespace).run();
      if (pids.succeeded()) {
        pids.output().lines().map(Long::parseLong).forEach(LabNetwork::kill);
        HostCommand.of("ip", "netns", "delete", namespace).run();
      }
    }
  }

  private static void kill(long pid) {
    ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
  }

  private static void ip(String... words) {
    new HostCommand(prepend("ip", words)).mustRun();
  }

  private static void ipIn(String namespace, String... words) {
    ip(prepend("-n", prepend(namespace, words).toArray(String[]::new)).toArray(String[]::new));
  }

  private static List<String> prepend(String first, String... rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return Arrays.asList(all);
  }
}
