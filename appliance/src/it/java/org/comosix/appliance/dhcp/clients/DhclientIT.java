package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ISC dhclient, as in Debian 12, through all the states of RFC 2131, figure 5. */
final class DhclientIT {

  private static final String PC2 = "52:54:00:aa:01:02";
  private static final String BOUND = "BOUND";

  private final Path directory;
  private final ClientLab lab;

  DhclientIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ClientLab(directory);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  @Test
  void isToldEverythingItAsksFor() throws Exception {
    lab.serve(ClientLab.node("pc2", PC2, "10.99.0.12"));
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);

    assertThat(dhclient().start().awaitTold(BOUND))
        .containsEntry("new_ip_address", "10.99.0.12")
        .containsEntry("new_subnet_mask", "255.255.255.0")
        .containsEntry("new_broadcast_address", "10.99.0.255")
        .containsEntry("new_routers", "10.99.0.1")
        .containsEntry("new_domain_name_servers", "10.99.0.1")
        .containsEntry("new_domain_name", "lab.example")
        .containsEntry("new_host_name", "pc2")
        .containsEntry("new_dhcp_lease_time", "3600")
        .containsEntry("new_dhcp_server_identifier", "10.99.0.1")
        // It does not name these in option 55, and takes the same times by itself.
        .doesNotContainKeys("new_dhcp_renewal_time", "new_dhcp_rebinding_time");
  }

  @Test
  void renewsByUnicastAndRebindsByBroadcastAtTheTimesItIsSet() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Dhclient dhclient =
        dhclient("supersede dhcp-renewal-time 3;", "supersede dhcp-rebinding-time 7;");
    try (Wire wire = Wire.tap(lab.server, ClientLab.LAN)) {
      Session client = dhclient.start();
      String address = addressIn(client.awaitTold(BOUND));
      assertThat(addressIn(client.awaitTold("RENEW"))).isEqualTo(address);
      assertThat(wire.await(request -> isFrom(request, address)).to())
          .hasToString(ClientLab.SERVER);

      lab.loseUnicastToServer();
      assertThat(addressIn(client.awaitTold("REBIND|RENEW"))).isEqualTo(address);
      Sighting rebinding = wire.await(request -> isFrom(request, address) && request.isBroadcast());
      assertThat(rebinding.message().options().has(OptionCode.SERVER_IDENTIFIER)).isFalse();
      assertThat(wire.await(MessageType.ACK).message().yiaddr()).hasToString(address);
    }
  }

  @Test
  void takesUpItsAddressAgainAfterTheServerWasKilled() throws Exception {
    Session server = lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Dhclient dhclient = dhclient();
    Session before = dhclient.start();
    String address = addressIn(before.awaitTold(BOUND));
    before.await("^bound to");
    before.kill();
    server.kill();
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);

    Session after = dhclient.start();

    assertThat(addressIn(after.awaitTold("REBOOT"))).isEqualTo(address);
    assertThat(after.said()).doesNotContain("DHCPDISCOVER");
  }

  @Test
  void fromAnotherNetworkItIsRefusedAndStartsOver() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Dhclient dhclient = dhclient();
    Session before = dhclient.start();
    before.await("^bound to");
    before.kill();
    dhclient.rememberInstead("10.99.0.", "10.50.0.");
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);

    Session after = dhclient.start();

    after.await("DHCPREQUEST for 10\\.50\\.0\\.");
    after.await("DHCPNAK from 10\\.99\\.0\\.1");
    assertThat(addressIn(after.awaitTold(BOUND))).startsWith("10.99.0.5");
  }

  @Test
  void declinesAndGetsAnother() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Session client = new Dhclient(lab.pc, directory, ClientScript.decliningOnce(directory)).start();

    String declined = client.await("DHCPDECLINE of (\\S+) on").group(1);

    assertThat(addressIn(client.awaitTold(BOUND))).startsWith("10.99.0.5").isNotEqualTo(declined);
    assertThat(lab.dhcpCounter("received.decline")).isEqualTo(1);
    assertThat(lab.dhcpCounter("ignored.decline-by-stranger")).isZero();
  }

  @Test
  void releasesAndIsGivenTheSameAgain() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Dhclient dhclient = dhclient();
    String address = addressIn(dhclient.start().awaitTold(BOUND));

    Session release = dhclient.release();
    release.await("DHCPRELEASE of " + address + " on .* to 10\\.99\\.0\\.1");
    release.awaitEnd();
    assertThat(lab.dhcpCounter("ignored.done-without-reply")).isEqualTo(1);

    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Session again = dhclient.start();
    assertThat(addressIn(again.awaitTold(BOUND))).isEqualTo(address);
    assertThat(again.said()).contains("DHCPDISCOVER");
  }

  /** ROM, iPXE, initramfs and system: four identifiers, one lease (docs/standards.md, s4.2). */
  @Test
  void anotherClientOfTheMachineSharesItsLeaseAndAnotherMachineDoesNot() throws Exception {
    lab.serve();
    ClientLab.plugIn(lab.pc, ClientLab.LAN, PC2);
    Session dhclient = dhclient("send dhcp-client-identifier 00:22:33:44:55:66:77;").start();
    String address = addressIn(dhclient.awaitTold(BOUND));
    dhclient.kill();

    assertThat(udhcpc()).isEqualTo(address);
    ClientLab.plugIn(lab.pc, ClientLab.LAN, "52:54:00:aa:01:03");
    assertThat(udhcpc()).startsWith("10.99.0.5").isNotEqualTo(address);
  }

  private String udhcpc() throws Exception {
    Session client =
        lab.pc.start(
            "udhcpc", "-i", ClientLab.LAN, "-f", "-s", ClientScript.configuring(directory));
    String address = client.awaitTold("bound").getOrDefault("ip", "no address");
    client.kill();
    return address;
  }

  private Dhclient dhclient(String... configuration) throws Exception {
    return new Dhclient(lab.pc, directory, ClientScript.configuring(directory), configuration);
  }

  private static boolean isFrom(Sighting sighting, String address) {
    return sighting.is(MessageType.REQUEST)
        && sighting.message().ciaddr().toString().equals(address);
  }

  private static String addressIn(Map<String, String> told) {
    return told.getOrDefault("new_ip_address", "no address");
  }
}
