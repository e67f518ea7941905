package org.comosix.appliance.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Runs commands on the node over SSH, from the server host, with the key that the appliance handed
 * to the node.
 */
final class NodeShell {

  /** A login costs an emulated PC seconds: all questions go through the first one. */
  private static final List<String> ONE_CONNECTION =
      List.of("-oBatchMode=yes", "-oControlMaster=auto", "-oControlPersist=120");

  private final LabNetwork network;
  private final Path key;
  private final Ipv4Address node;

  NodeShell(LabNetwork network, Path key, Ipv4Address node) {
    this.network = network;
    this.key = key;
    this.node = node;
  }

  /** Makes a key pair for this lab only. */
  static void createKey(Path key) {
    HostCommand.of(
            "ssh-keygen",
            "-q",
            "-t",
            "ed25519",
            "-N",
            "",
            "-C",
            "comosix-demo",
            "-f",
            key.toString())
        .mustRun();
  }

  HostCommand.Result run(String script) {
    List<String> words = new ArrayList<>(login());
    words.addAll(words.size() - 1, ONE_CONNECTION);
    words.add(words.size() - 1, "-oControlPath=" + key.resolveSibling("ssh-connection"));
    words.add(script);
    return new HostCommand(words).run();
  }

  /** The command line with which a person logs in. */
  List<String> login() {
    return List.of(
        "ip",
        "netns",
        "exec",
        network.serverNamespace(),
        "ssh",
        "-i",
        key.toString(),
        // A lab that lives for a minute: its host key is new each time, and is nobody's to
        // remember.
        "-o",
        "StrictHostKeyChecking=no",
        "-o",
        "UserKnownHostsFile=/dev/null",
        "-o",
        "LogLevel=ERROR",
        "-o",
        "ConnectTimeout=10",
        "root@" + node);
  }
}
