package org.comosix.appliance.dhcp.clients;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** dhcpcd on a PC, with leases that outlive it; it gives the card its address and routes itself. */
final class Dhcpcd {

  private final Machine machine;
  private final Path configuration;
  private final Path leases;

  Dhcpcd(Machine machine, Path directory) throws IOException {
    this.machine = machine;
    this.configuration = directory.resolve("dhcpcd.conf");
    this.leases = Files.createDirectory(directory.resolve("dhcpcd"));
  }

  /**
   * Its state lies in fixed places: they are covered, so that the machine's own is left alone.
   *
   * @param more one line of configuration
   */
  Session start(String more) throws IOException {
    Files.writeString(
        configuration,
        """
        nodev
        ipv4only
        noipv4ll
        clientid
        hostname pc3.lab.example
        fqdn both
        option rapid_commit, domain_name_servers, domain_name, classless_static_routes
        """
            + more
            + "\n");
    return machine.startInShell(
        "mount --bind " + leases + " /var/lib/dhcpcd; mount -t tmpfs none /run",
        "dhcpcd -B -d -f " + configuration + " -c /bin/true " + ClientLab.LAN);
  }
}
