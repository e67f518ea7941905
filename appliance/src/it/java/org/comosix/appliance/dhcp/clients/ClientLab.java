package org.comosix.appliance.dhcp.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server, a PC on its network, and another PC behind a router where a relay can run.
 *
 * <pre>
 * pc lan0 --- 10.99.0.0/24 --- lan0 server up0 --- 10.97.0.0/30 --- up0 router far0 --- 10.98.0.0/24 --- far0 farPc
 * </pre>
 */
final class ClientLab {

  static final String SERVER = "10.99.0.1";
  static final String SERVER_UPLINK = "10.97.0.1";
  static final String ROUTER = "10.98.0.1";
  static final String LAN = "lan0";
  static final String UPLINK = "up0";
  static final String FAR = "far0";

  final Machine server = new Machine("s");
  final Machine pc = new Machine("c");
  final Machine router = new Machine("r");
  final Machine farPc = new Machine("f");

  private final Path directory;

  ClientLab(Path directory) throws IOException, InterruptedException {
    this.directory = directory;
    server.cable(LAN, pc, LAN);
    server.cable(UPLINK, router, UPLINK);
    router.cable(FAR, farPc, FAR);
    server.ip("addr add " + SERVER + "/24 dev " + LAN);
    server.ip("addr add " + SERVER_UPLINK + "/30 dev " + UPLINK);
    router.ip("addr add 10.97.0.2/30 dev " + UPLINK);
    router.ip("addr add " + ROUTER + "/24 dev " + FAR);
    router.run("sysctl", "-qw", "net.ipv4.ip_forward=1");
    server.ip("route add 10.98.0.0/24 via 10.97.0.2");
  }

  /**
   * Starts the appliance as an admin would, or starts it again over what is on its disk.
   *
   * @param configuration goes behind a subnet for each of the networks: first keys of the PC's
   *     subnet, then tables
   */
  Session serve(String... configuration) throws IOException, InterruptedException {
    return serveWith("", configuration);
  }

  /**
   * The same.
   *
   * @param dhcp goes into the table [dhcp]
   */
  Session serveWith(String dhcp, String... configuration) throws IOException, InterruptedException {
    Path file = directory.resolve("appliance.toml");
    Files.writeString(
        file,
        """
        [server]
        interfaces = ["lan0", "up0"]
        state = "%s"
        [dhcp]
        lease-time = "1h"
        %s
        [dns]
        zone = "lab.example"
        [[dhcp.subnet]]
        subnet = "10.97.0.0/30"
        [[dhcp.subnet]]
        subnet = "10.98.0.0/24"
        pool = "10.98.0.20-10.98.0.250"
        router = "10.98.0.1"
        [[dhcp.subnet]]
        subnet = "10.99.0.0/24"
        pool = "10.99.0.50-10.99.0.60"
        router = "10.99.0.1"
        """
                .formatted(directory.resolve("state"), dhcp)
            + String.join("\n", configuration)
            + "\n");
    Session session =
        server.start(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-Xmx192m",
            "-cp",
            System.getProperty("java.class.path"),
            "org.comosix.appliance.Main",
            "serve",
            "--config",
            file.toString());
    session.await("server\\.ready");
    return session;
  }

  /** A machine that is known by name. */
  static String node(String name, String mac, String address) {
    return "[[node]]\nname = \"%s\"\nmac = \"%s\"\naddress = \"%s\"".formatted(name, mac, address);
  }

  /** Another PC in the place of this one, or the same after a reboot: its card has no address. */
  static void plugIn(Machine machine, String card, String mac)
      throws IOException, InterruptedException {
    machine.ip("link set " + card + " down");
    machine.ip("addr flush dev " + card);
    machine.ip("link set " + card + " address " + mac + " up");
  }

  /** From now on what the PC sends to the server's own address goes nowhere; broadcasts arrive. */
  void loseUnicastToServer() throws IOException, InterruptedException {
    pc.ip("neigh replace " + SERVER + " lladdr 02:00:00:00:00:99 nud permanent dev " + LAN);
  }

  void reachServerAgain() throws IOException, InterruptedException {
    pc.ip("neigh flush dev " + LAN + " nud permanent");
  }

  /** Somebody else uses this address: the server host's ARP answers for it. */
  void takeAddress(String address) throws IOException, InterruptedException {
    server.ip("addr add " + address + "/32 dev " + LAN);
  }

  /** One of the counters of {@code GET /v1/counters}, such as {@code sent.ack}. */
  long dhcpCounter(String name) throws IOException, InterruptedException {
    String counters = server.run("curl", "-sf", "http://" + SERVER + "/v1/counters");
    Matcher counter =
        Pattern.compile("\"dhcp\":\\{[^}]*\"" + Pattern.quote(name) + "\":(\\d+)")
            .matcher(counters);
    if (!counter.find()) {
      throw new AssertionError("no counter " + name + " in " + counters);
    }
    return Long.parseLong(counter.group(1));
  }

  void close() throws IOException, InterruptedException {
    for (Machine machine : List.of(pc, farPc, router, server)) {
      machine.close();
    }
  }
}
