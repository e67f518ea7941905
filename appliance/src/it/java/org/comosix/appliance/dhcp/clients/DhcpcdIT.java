package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dhcpcd 9, which sends client FQDN and asks for rapid commit. */
final class DhcpcdIT {

  private static final String PC3 = "52:54:00:aa:01:03";

  private final Path directory;
  private final ClientLab lab;

  DhcpcdIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ClientLab(directory);
    Files.createDirectory(directory.resolve("dhcpcd"));
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void bootsRebindsTakesUpItsAddressAgainAndReleases() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      Session client = start("noarp");
      String address = client.await("leased (\\S+) for 3600 seconds").group(1);
      assertThat(wire.await(MessageType.ACK).message().yiaddr()).hasToString(address);

      client.signal("HUP");
      Sighting rebinding = wire.await(MessageType.REQUEST);
      assertThat(rebinding.isBroadcast()).isTrue();
      assertThat(rebinding.message().ciaddr()).hasToString(address);
      client.await("leased " + address + " for 3600 seconds");

      client.kill();
      ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
      Session again = start("noarp");
      again.await("leased " + address + " for 3600 seconds");
      Sighting rebooting = wire.await(MessageType.REQUEST);
      assertThat(rebooting.message().options().address(OptionCode.REQUESTED_IP_ADDRESS))
          .hasToString("Optional[" + address + "]");
      assertThat(rebooting.message().options().has(OptionCode.SERVER_IDENTIFIER)).isFalse();

      again.signal("ALRM");
      assertThat(wire.await(MessageType.RELEASE).message().ciaddr()).hasToString(address);
    }
    assertThat(lab.dhcpCounter("ignored.release-by-stranger")).isZero();
  }

  @Test
  void addressThatAnswersArpIsDeclinedAndItGetsAnother() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
    Session first = start("noarp");
    String address = first.await("leased (\\S+) for 3600 seconds").group(1);
    first.kill();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
    lab.takeAddress(address);
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      Session second = start("");

      Sighting decline = wire.await(MessageType.DECLINE);
      assertThat(decline.message().options().address(OptionCode.REQUESTED_IP_ADDRESS))
          .hasToString("Optional[" + address + "]");
      assertThat(second.await("leased (\\S+) for 3600 seconds").group(1))
          .startsWith("10.99.0.5")
          .isNotEqualTo(address);
    }
  }

  @Test
  void withAnAddressOfItsOwnItIsToldTheRest() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
    lab.pc.ip("addr add 10.99.0.77/24 dev " + ClientLab.LAN);
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      Session client = start("inform 10.99.0.77/24");

      client.await("(acknowledged|received approval for) 10\\.99\\.0\\.77");
      wire.await(MessageType.INFORM);
      Sighting ack = wire.await(MessageType.ACK);
      assertThat(ack.to()).hasToString("10.99.0.77");
      assertThat(ack.message().yiaddr()).hasToString("0.0.0.0");
      assertThat(ack.message().options().has(OptionCode.LEASE_TIME)).isFalse();
      assertThat(ack.message().options().text(OptionCode.DOMAIN_NAME)).contains("lab.example");
    }
  }

  /** Its state lies in fixed places: they are covered, so that the machine's own is left alone. */
  private Session start(String more) throws IOException {
    Path configuration = directory.resolve("dhcpcd.conf");
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
    return lab.pc.startInShell(
        "mount --bind "
            + directory.resolve("dhcpcd")
            + " /var/lib/dhcpcd; mount -t tmpfs none /run",
        "dhcpcd -B -d -f " + configuration + " -c /bin/true " + ClientLab.LAN);
  }
}
