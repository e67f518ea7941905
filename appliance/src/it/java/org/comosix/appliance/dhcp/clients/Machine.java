package org.comosix.appliance.dhcp.clients;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A computer of the lab: a network namespace, with a host name of its own in every program. */
final class Machine {

  /**
   * All that a program inherits: clients print their environment, and only theirs is of interest.
   */
  private static final String PATH = "PATH=/usr/sbin:/usr/bin:/sbin:/bin";

  private static final long MOST_SECONDS = 60;

  private final String namespace;
  private final List<Session> sessions = new ArrayList<>();

  Machine(String name) throws IOException, InterruptedException {
    namespace = "cxdhcp-" + name + ProcessHandle.current().pid();
    execute(List.of("ip", "netns", "add", namespace));
    ip("link set lo up");
  }

  /** A cable between a card of this machine and one of another; both are up. */
  void cable(String card, Machine other, String otherCard)
      throws IOException, InterruptedException {
    ip("link add " + card + " type veth peer name " + otherCard + " netns " + other.namespace);
    ip("link set " + card + " up");
    other.ip("link set " + otherCard + " up");
  }

  /** {@code ip} about this machine; the words have no spaces in them. */
  void ip(String words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip", "-n", namespace));
    command.addAll(Arrays.asList(words.split(" ", -1)));
    execute(command);
  }

  /** What it printed; fails unless it ends well and in time. */
  String run(String... command) throws IOException, InterruptedException {
    return execute(inside(command));
  }

  /** Starts a program that goes on; it ends with the lab at the latest. */
  Session start(String... command) throws IOException {
    Session session = new Session(inside(command));
    sessions.add(session);
    return session;
  }

  /** A mount namespace too: clients keep state in fixed places, and {@code setUp} covers them. */
  Session startInShell(String setUp, String command) throws IOException {
    return start("unshare", "--mount", "sh", "-c", setUp + "\nexec " + command);
  }

  Process startRaw(String... command) throws IOException {
    return new ProcessBuilder(inside(command))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private List<String> inside(String... command) {
    return Stream.concat(
            Stream.of("ip", "netns", "exec", namespace, "env", "-i", PATH, "unshare", "--uts"),
            Stream.of(command))
        .toList();
  }

  private static String execute(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
      process.destroyForcibly();
      throw new IOException(String.join(" ", command) + " failed:\n" + said);
    }
    return said;
  }

  /** Clients leave children behind: whatever still runs in the namespace ends with it. */
  void close() throws IOException, InterruptedException {
    sessions.forEach(Session::kill);
    for (String pid : execute(List.of("ip", "netns", "pids", namespace)).lines().toList()) {
      ProcessHandle.of(Long.parseLong(pid)).ifPresent(ProcessHandle::destroyForcibly);
    }
    execute(List.of("ip", "netns", "del", namespace));
  }
}
