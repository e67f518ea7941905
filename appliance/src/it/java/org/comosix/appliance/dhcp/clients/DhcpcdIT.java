package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** dhcpcd 9, which sends client FQDN and asks for rapid commit. */
final class DhcpcdIT {

  private static final String PC3 = "52:54:00:aa:01:03";

  private final ClientLab lab;
  private final Dhcpcd dhcpcd;

  DhcpcdIT(@TempDir Path directory) throws Exception {
    this.lab = new ClientLab(directory);
    this.dhcpcd = new Dhcpcd(lab.pc, directory);
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
      Session client = dhcpcd.start("noarp");
      String address = client.await("leased (\\S+) for 3600 seconds").group(1);
      assertThat(wire.await(MessageType.ACK).message().yiaddr()).hasToString(address);

      client.await("executing: .* BOUND");
      client.signal("HUP");
      Sighting rebinding = wire.await(MessageType.REQUEST);
      assertThat(rebinding.isBroadcast()).isTrue();
      assertThat(rebinding.message().ciaddr()).hasToString(address);
      client.await("leased " + address + " for 3600 seconds");

      client.kill();
      ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
      Session again = dhcpcd.start("noarp");
      again.await("leased " + address + " for 3600 seconds");
      Sighting rebooting = wire.await(MessageType.REQUEST);
      assertThat(rebooting.message().options().address(OptionCode.REQUESTED_IP_ADDRESS))
          .hasToString("Optional[" + address + "]");
      assertThat(rebooting.message().options().has(OptionCode.SERVER_IDENTIFIER)).isFalse();

      again.await("executing: .* (BOUND|REBOOT)");
      again.signal("ALRM");
      assertThat(wire.await(MessageType.RELEASE).message().ciaddr()).hasToString(address);
    }
    assertThat(lab.dhcpCounter("ignored.release-by-stranger")).isZero();
  }

  @Test
  void addressThatAnswersArpIsDeclinedAndItGetsAnother() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
    Session first = dhcpcd.start("noarp");
    String address = first.await("leased (\\S+) for 3600 seconds").group(1);
    first.kill();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC3);
    lab.takeAddress(address);
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      Session second = dhcpcd.start("");

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
      Session client = dhcpcd.start("inform 10.99.0.77/24");

      client.await("(acknowledged|received approval for) 10\\.99\\.0\\.77");
      wire.await(MessageType.INFORM);
      Sighting ack = wire.await(MessageType.ACK);
      assertThat(ack.to()).hasToString("10.99.0.77");
      assertThat(ack.message().yiaddr()).hasToString("0.0.0.0");
      assertThat(ack.message().options().has(OptionCode.LEASE_TIME)).isFalse();
      assertThat(ack.message().options().text(OptionCode.DOMAIN_NAME)).contains("lab.example");
    }
  }
}
