package org.comosix.appliance.dhcp.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** ISC dhclient on the PC, with a lease file that outlives it. */
final class Dhclient {

  private final Machine machine;
  private final Path leases;
  private final Path configuration;
  private final String script;

  Dhclient(Machine machine, Path directory, String script, String... configuration)
      throws IOException {
    this.machine = machine;
    this.script = script;
    this.leases = directory.resolve("dhclient.leases");
    this.configuration = directory.resolve("dhclient.conf");
    Files.writeString(leases, "");
    Files.writeString(this.configuration, String.join("\n", configuration) + "\n");
  }

  Session start() throws IOException {
    return start("-d");
  }

  Session release() throws IOException {
    return start("-r");
  }

  private Session start(String option) throws IOException {
    return machine.start(
        "dhclient",
        option,
        "-v",
        "-cf",
        configuration.toString(),
        "-sf",
        script,
        "-lf",
        leases.toString(),
        "-pf",
        leases.resolveSibling("dhclient.pid").toString(),
        ClientLab.LAN);
  }

  /** As after a move to another network: it remembers an address that is wrong here. */
  void rememberInstead(String network, String otherNetwork) throws IOException {
    Files.writeString(leases, Files.readString(leases).replace(network, otherNetwork));
  }
}
