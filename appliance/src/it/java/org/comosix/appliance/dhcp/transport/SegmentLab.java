package org.comosix.appliance.dhcp.transport;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Machines on switches: each a network namespace with cables to bridges in another. Takes
 * everything down again.
 */
final class SegmentLab {

  private static final long MOST_SECONDS = 60;

  private final String prefix = "cxc" + ProcessHandle.current().pid() + "-";
  private final String switches = prefix + "sw";
  private final Deque<String> namespaces = new ArrayDeque<>();
  private final List<Talking> running = new ArrayList<>();
  private int ports;

  SegmentLab(String... segments) throws IOException, InterruptedException {
    run("ip", "netns", "add", switches);
    namespaces.push(switches);
    for (String segment : segments) {
      run("ip", "-n", switches, "link", "add", segment, "type", "bridge");
      run("ip", "-n", switches, "link", "set", segment, "up");
    }
  }

  /** A machine with {@code eth0} on a segment. */
  Machine machine(String name, String segment, String mac)
      throws IOException, InterruptedException {
    String namespace = prefix + name;
    run("ip", "netns", "add", namespace);
    namespaces.push(namespace);
    run("ip", "-n", namespace, "link", "set", "lo", "up");
    Machine machine = new Machine(namespace);
    machine.plug("eth0", segment, mac);
    return machine;
  }

  final class Machine {

    private final String namespace;

    private Machine(String namespace) {
      this.namespace = namespace;
    }

    void plug(String card, String segment, String mac) throws IOException, InterruptedException {
      String port = "p" + ports++;
      run(
          ("ip -n " + switches + " link add " + port + " type veth peer name " + card + " netns ")
              .concat(namespace)
              .split(" "));
      run("ip", "-n", namespace, "link", "set", card, "address", mac, "up");
      run("ip", "-n", switches, "link", "set", port, "master", segment, "up");
    }

    void has(String card, String address) throws IOException, InterruptedException {
      run("ip", "-n", namespace, "addr", "add", address, "dev", card);
    }

    void hasNot(String card, String address) throws IOException, InterruptedException {
      run("ip", "-n", namespace, "addr", "del", address, "dev", card);
    }

    void routes(String network, String router) throws IOException, InterruptedException {
      run("ip", "-n", namespace, "route", "add", network, "via", router);
    }

    /** What it printed; fails unless it ends well and in time. */
    String does(String... command) throws IOException, InterruptedException {
      return run(inside(command));
    }

    /** Goes on beside us. */
    Talking starts(String... command) throws IOException {
      Talking talking = new Talking(inside(command));
      running.add(talking);
      return talking;
    }

    private String[] inside(String... command) {
      List<String> all =
          new ArrayList<>(List.of("ip", "netns", "exec", namespace, "unshare", "--uts"));
      all.addAll(List.of(command));
      return all.toArray(String[]::new);
    }
  }

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
    for (Talking process : running) {
      process.kill();
    }
    for (String namespace : namespaces) {
      run("ip", "netns", "del", namespace);
    }
  }
}
