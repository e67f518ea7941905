package org.comosix.appliance.dhcp.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client behind real relays: ISC dhcrelay, and dnsmasq as a relay. */
final class RelayIT {

  private static final String PC5 = "52:54:00:aa:01:05";

  private final Path directory;
  private final ClientLab lab;

  RelayIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    this.lab = new ClientLab(directory);
    ClientLab.plugIn(lab.farPc, ClientLab.FAR, PC5);
  }

  @AfterEach
  void takeDown() throws Exception {
    lab.close();
  }

  /** RFC 3046, section 2.2: the relay takes its option out again, and finds the client by it. */
  @Test
  void iscRelayGetsItsAgentInformationBackAndTheClientItsAddress() throws Exception {
    lab.serve();
    try (Wire wire = Wire.tap(lab.server, ClientLab.UPLINK)) {
      Session relay = iscRelay();

      Map<String, String> told = boundBehindRelay();

      DhcpMessage discover = wire.await(MessageType.DISCOVER).message();
      byte[] agent = discover.options().bytes(OptionCode.RELAY_AGENT_INFORMATION).orElseThrow();
      // Sub-option 1, circuit-id, is the name of the card.
      assertThat(agent).isEqualTo(new byte[] {1, 4, 'f', 'a', 'r', '0'});
      assertThat(discover.giaddr()).hasToString(ClientLab.ROUTER);
      for (MessageType type : new MessageType[] {MessageType.OFFER, MessageType.ACK}) {
        Sighting reply = wire.await(type);
        assertThat(reply.to()).hasToString(ClientLab.ROUTER);
        assertThat(reply.message().giaddr()).hasToString(ClientLab.ROUTER);
        assertThat(reply.message().yiaddr()).hasToString(told.get("ip"));
        assertThat(reply.message().options().bytes(OptionCode.RELAY_AGENT_INFORMATION))
            .hasValue(agent);
      }
      relay.await("Forwarded BOOTREPLY for " + PC5 + " to " + told.get("ip"));
    }
  }

  @Test
  void dnsmasqRelaysWithoutAgentInformation() throws Exception {
    lab.serve();
    lab.router
        .start(
            "dnsmasq",
            "--no-daemon",
            "--conf-file=/dev/null",
            "--port=0",
            "--dhcp-relay=" + ClientLab.ROUTER + "," + ClientLab.SERVER_UPLINK)
        .await("DHCP relay from");

    boundBehindRelay();

    assertThat(lab.dhcpCounter("sent.ack")).isEqualTo(1);
  }

  /** Section 4.3.2, RENEWING: straight to the server, which has no giaddr to go by. */
  @Test
  void relayedClientRenewsWithoutTheRelay() throws Exception {
    lab.serve();
    Session relay = iscRelay();
    Session client = udhcpc();
    String address = client.awaitTold("bound").get("ip");
    lab.farPc.ip("route add default via " + ClientLab.ROUTER);
    relay.kill();

    client.signal("USR1");

    assertThat(client.awaitTold("renew")).containsEntry("ip", address);
  }

  private Map<String, String> boundBehindRelay() throws Exception {
    Map<String, String> told = udhcpc().awaitTold("bound");
    assertThat(told)
        .containsEntry("ip", "10.98.0.20")
        .containsEntry("subnet", "255.255.255.0")
        .containsEntry("router", ClientLab.ROUTER)
        .containsEntry("serverid", ClientLab.SERVER_UPLINK);
    return told;
  }

  private Session iscRelay() throws Exception {
    Session relay =
        lab.router.start(
            "dhcrelay",
            "-4",
            "-d",
            "-a",
            "-m",
            "append",
            "-iu",
            ClientLab.UPLINK,
            "-id",
            ClientLab.FAR,
            ClientLab.SERVER_UPLINK);
    relay.await("Sending on +Socket/fallback");
    return relay;
  }

  private Session udhcpc() throws Exception {
    return lab.farPc.start(
        "udhcpc", "-i", ClientLab.FAR, "-f", "-s", ClientScript.configuring(directory));
  }
}
