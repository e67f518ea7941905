package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.lease.AddressPool;
import org.junit.jupiter.api.Test;

/**
 * Which link a client is on, and what its subnets give and tell (RFC 2131, 3011, 3046, 3527, 5107).
 */
class NetworksTest {

  private static final Ipv4Address OUTSIDE_RELAY = Ipv4Address.parse("192.0.2.1");

  private final DhcpLab lab = new DhcpLab(rules());

  /** A shared network of 10.77.0.0/24 and 10.78.0.0/24, and 10.88.0.0/24 behind a relay. */
  private static DhcpRules rules() {
    return new DhcpRules(
        List.of(
            new DhcpNetwork(
                "lab",
                List.of(
                    DhcpLab.subnet("10.77.0.0/24", "10.77.0.50-10.77.0.51", "10.77.0.1"),
                    second())),
            DhcpNetwork.of(DhcpLab.subnet("10.88.0.0/24", "10.88.0.50-10.88.0.59", "10.88.0.1"))),
        List.of(),
        Set.of(OUTSIDE_RELAY),
        false,
        DhcpLab.LABELS);
  }

  private static DhcpSubnet second() {
    Ipv4Subnet subnet = Ipv4Subnet.parse("10.78.0.0/24");
    return new DhcpSubnet(
        subnet,
        List.of(
            new AddressPool(
                subnet, List.of(AddressRange.parse("10.78.0.50-10.78.0.51")), Set.of())),
        Optional.of(Ipv4Address.parse("10.78.0.1")),
        Duration.ofMinutes(10),
        List.of(),
        Optional.of("second.example"),
        DhcpOptions.NONE);
  }

  @Test
  void sharedNetworkGoesOnWithItsSecondSubnetAndTellsWhatIsRightThere() {
    lab.client("52:54:00:00:00:01").boot();
    lab.client("52:54:00:00:00:02").boot();
    DhcpClientSim third = lab.client("52:54:00:00:00:03");

    DhcpMessage offer = third.expectReply(third.discover(), MessageType.OFFER);
    DhcpMessage ack = third.expectReply(third.select(offer.yiaddr()), MessageType.ACK);

    assertThat(ack.yiaddr()).hasToString("10.78.0.50");
    assertThat(ack.options().address(OptionCode.ROUTER)).hasToString("Optional[10.78.0.1]");
    assertThat(ack.options().text(OptionCode.DOMAIN_NAME)).contains("second.example");
    assertThat(ack.options().bytes(OptionCode.LEASE_TIME).orElseThrow())
        .containsExactly(0, 0, 600 >> 8, 600 & 0xff);
  }

  @Test
  void clientKeepsItsAddressInEitherSubnetOfItsLink() {
    lab.client("52:54:00:00:00:01").boot();
    lab.client("52:54:00:00:00:02").boot();
    DhcpClientSim third = lab.client("52:54:00:00:00:03");
    Ipv4Address address = third.boot();

    assertThat(third.expectReply(third.renew(address), MessageType.ACK).yiaddr())
        .isEqualTo(address);
    assertThat(third.expectReply(third.initReboot(address), MessageType.ACK).yiaddr())
        .isEqualTo(address);
  }

  /** RFC 3527, section 3. */
  @Test
  void linkSelectionSaysWhereAndGiaddrWhitherTheReply() {
    DhcpClientSim client =
        lab.client("52:54:00:00:00:01")
            .behindRelay(OUTSIDE_RELAY)
            .sending(OptionCode.RELAY_AGENT_INFORMATION, new byte[] {5, 4, 10, 88, 0, 0});

    DhcpOutcome outcome = client.discover();

    assertThat(((DhcpOutcome.Reply) outcome).message().yiaddr()).hasToString("10.88.0.50");
    assertThat(((DhcpOutcome.Reply) outcome).route().address()).isEqualTo(OUTSIDE_RELAY);
  }

  @Test
  void replyToARelayNeverGoesToAWholeSubnet() {
    for (String relay : List.of("10.88.0.255", "10.88.0.0")) {
      DhcpClientSim client = lab.client("52:54:00:00:00:01").behindRelay(Ipv4Address.parse(relay));

      client.expectSilence(client.discover(), IgnoreReason.NO_SUBNET);
    }
  }

  @Test
  void relayThatNobodyConfiguredIsNotBelievedWhateverLinkItSelects() {
    DhcpClientSim client =
        lab.client("52:54:00:00:00:01")
            .behindRelay(Ipv4Address.parse("203.0.113.9"))
            .sending(OptionCode.RELAY_AGENT_INFORMATION, new byte[] {5, 4, 10, 88, 0, 0});

    client.expectSilence(client.discover(), IgnoreReason.NO_SUBNET);
  }

  /** RFC 3011, section 2: the proxy is answered at giaddr, and sees its option again. */
  @Test
  void subnetSelectionOfAProxyIsObeyedAndEchoed() {
    byte[] subnet = {10, 88, 0, 0};
    DhcpClientSim proxy =
        lab.client("52:54:00:00:00:01")
            .behindRelay(OUTSIDE_RELAY)
            .sending(OptionCode.SUBNET_SELECTION, subnet);

    DhcpMessage offer = ((DhcpOutcome.Reply) proxy.discover()).message();

    assertThat(offer.yiaddr()).hasToString("10.88.0.50");
    assertThat(offer.options().bytes(OptionCode.SUBNET_SELECTION).orElseThrow()).isEqualTo(subnet);
  }

  @Test
  void linkSelectionGoesBeforeSubnetSelection() {
    DhcpClientSim client =
        lab.client("52:54:00:00:00:01")
            .behindRelay(OUTSIDE_RELAY)
            .sending(OptionCode.SUBNET_SELECTION, new byte[] {10, 77, 0, 0})
            .sending(OptionCode.RELAY_AGENT_INFORMATION, new byte[] {5, 4, 10, 88, 0, 0});

    DhcpMessage offer = ((DhcpOutcome.Reply) client.discover()).message();

    assertThat(offer.yiaddr()).hasToString("10.88.0.50");
  }

  @Test
  void clientOnTheWireMayNotChooseASubnet() {
    DhcpClientSim client =
        lab.client("52:54:00:00:00:01")
            .sending(OptionCode.SUBNET_SELECTION, new byte[] {10, 88, 0, 0});

    assertThat(client.expectReply(client.discover(), MessageType.OFFER).yiaddr())
        .hasToString("10.77.0.50");
  }

  /** RFC 5107, section 4: told in option 54, and taken for ours when it comes back. */
  @Test
  void serverIdentifierOverrideIsToldAndAccepted() {
    byte[] information = {11, 4, 10, 88, 0, 1};
    DhcpClientSim client =
        lab.client("52:54:00:00:00:01")
            .behindRelay(DhcpLab.RELAY)
            .sending(OptionCode.RELAY_AGENT_INFORMATION, information);

    DhcpMessage offer = ((DhcpOutcome.Reply) client.discover()).message();
    DhcpOutcome outcome = client.selectFrom(DhcpLab.RELAY, offer.yiaddr());

    assertThat(offer.options().address(OptionCode.SERVER_IDENTIFIER)).contains(DhcpLab.RELAY);
    DhcpMessage ack = ((DhcpOutcome.Reply) outcome).message();
    assertThat(ack.type()).contains(MessageType.ACK);
    assertThat(ack.options().bytes(OptionCode.RELAY_AGENT_INFORMATION).orElseThrow())
        .isEqualTo(information);
  }

  @Test
  void anotherServerIsStillAnotherServerWithoutOverride() {
    DhcpClientSim client = lab.client("52:54:00:00:00:01").behindRelay(DhcpLab.RELAY);
    DhcpMessage offer = client.expectReply(client.discover(), MessageType.OFFER);

    client.expectSilence(
        client.selectFrom(DhcpLab.RELAY, offer.yiaddr()), IgnoreReason.CHOSE_ANOTHER_SERVER);
  }
}
