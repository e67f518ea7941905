package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.junit.jupiter.api.Test;

/** Options 55, 80, 81, 121 and 249: what is told, in which order, and on whose wish. */
class RequestedOptionsTest {

  private static final byte[] ROUTES = HexFormat.of().parseHex("080a0a4d0001");

  private final DhcpLab lab = new DhcpLab(rules(true));

  private static DhcpRules rules(boolean rapidCommit) {
    DhcpSubnet plain = DhcpLab.subnet("10.77.0.0/24", "10.77.0.50-10.77.0.59", "10.77.0.1");
    DhcpOptions options =
        DhcpOptions.builder()
            .put(OptionCode.CLASSLESS_STATIC_ROUTE, ROUTES)
            .put(OptionCode.DOMAIN_NAME, "other.example")
            .build();
    DhcpSubnet subnet =
        new DhcpSubnet(
            plain.subnet(),
            plain.pools(),
            plain.router(),
            plain.leaseTime(),
            plain.dnsServers(),
            plain.domainName(),
            options);
    return new DhcpRules(
        List.of(DhcpNetwork.of(subnet)), List.of(), Set.of(), rapidCommit, DhcpLab.LABELS);
  }

  /** RFC 2132, section 9.8. */
  @Test
  void whatIsAskedForComesInTheOrderOfAsking() {
    DhcpMessage offer = offerTo(asking(15, 6, 3, 1, 28, 42));

    assertThat(codes(offer)).containsExactly(53, 54, 51, 15, 6, 3, 1, 28);
  }

  @Test
  void whatMakesAReplyIsToldToAClientThatDoesNotAskForIt() {
    assertThat(codes(offerTo(asking(6)))).containsExactly(53, 54, 51, 6, 1);
  }

  @Test
  void clientThatAsksForNothingByNameIsToldEverything() {
    assertThat(codes(offerTo(lab.client("52:54:00:00:00:01"))))
        .contains(1, 3, 6, 12, 15, 28, 58, 59, 121);
  }

  @Test
  void operatorsOptionTakesThePlaceOfOurOwn() {
    assertThat(offerTo(asking(15)).options().text(OptionCode.DOMAIN_NAME))
        .contains("other.example");
  }

  /** RFC 3442; older Windows knows the routes by 249. */
  @Test
  void routesAreToldUnderTheNumberAskedFor() {
    assertThat(offerTo(asking(121)).options().bytes(121).orElseThrow()).isEqualTo(ROUTES);
    assertThat(offerTo(asking(249)).options().bytes(249).orElseThrow()).isEqualTo(ROUTES);
    assertThat(offerTo(asking(249)).options().has(121)).isFalse();
  }

  @Test
  void relayInformationIsLastEvenWhereAsked() {
    DhcpClientSim client =
        asking(82, 1).sending(OptionCode.RELAY_AGENT_INFORMATION, new byte[] {1, 1, 7});

    assertThat(codes(offerTo(client))).endsWith(82);
  }

  /** RFC 4039, section 3.1. */
  @Test
  void rapidCommitIsAckedAtOnceAndDurable() {
    DhcpClientSim client = lab.client("52:54:00:00:00:01").sending(80, new byte[0]);

    DhcpMessage ack = client.expectReply(client.discover(), MessageType.ACK);

    assertThat(ack.options().has(OptionCode.RAPID_COMMIT)).isTrue();
    assertThat(lab.durable(ack.yiaddr()).mac()).isEqualTo(client.mac());
  }

  @Test
  void rapidCommitIsAnOfferWhereItIsNotSwitchedOn() {
    DhcpClientSim client =
        new DhcpLab(rules(false)).client("52:54:00:00:00:01").sending(80, new byte[0]);

    DhcpMessage offer = client.expectReply(client.discover(), MessageType.OFFER);

    assertThat(offer.options().has(OptionCode.RAPID_COMMIT)).isFalse();
  }

  /** RFC 4702, section 4: S as asked, so no O; the name in the encoding of the query. */
  @Test
  void clientThatLeavesItsNameToUsIsToldTheNameWeWrote() {
    DhcpClientSim client =
        lab.client("52:54:00:00:00:01")
            .sending(81, HexFormat.of().parseHex("05000003706331" + "00"));

    DhcpMessage offer = offerTo(client);

    assertThat(offer.options().bytes(81).orElseThrow())
        .isEqualTo(
            HexFormat.of()
                .parseHex("05ffff" + "03706331" + "036c6162" + "076578616d706c65" + "00"));
    assertThat(offer.options().text(OptionCode.HOST_NAME)).contains("pc1");
  }

  /**
   * It would rather do it itself, or have nothing done: we do it, and say that it is not as asked.
   */
  @Test
  void clientThatWouldUpdateItselfIsOverridden() {
    for (String flags : List.of("00", "08")) {
      DhcpClientSim client =
          lab.client("52:54:00:00:00:01")
              .sending(81, HexFormat.of().parseHex(flags + "0000" + "706331"));

      byte[] told = offerTo(client).options().bytes(81).orElseThrow();

      assertThat(told[0]).isEqualTo((byte) 3);
      assertThat(new String(told, 3, told.length - 3, java.nio.charset.StandardCharsets.US_ASCII))
          .isEqualTo("pc1.lab.example");
    }
  }

  @Test
  void nodeIsToldTheNameThatEveryProgramTakes() {
    DhcpClientSim node =
        lab.client("52:54:00:00:00:01")
            .ofVendor("PXEClient:Arch:00000")
            .sending(81, HexFormat.of().parseHex("010000" + "706331"));

    byte[] told = offerTo(node).options().bytes(81).orElseThrow();

    assertThat(new String(told, 3, told.length - 3, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("om-pc1.lab.example");
  }

  @Test
  void optionThatMakesNoSenseIsNoReasonToRefuseService() {
    for (String broken : List.of("", "05", "050000ff", "0500003f6162")) {
      DhcpClientSim client =
          lab.client("52:54:00:00:00:01").sending(81, HexFormat.of().parseHex(broken));

      assertThat(offerTo(client).options().has(81)).isFalse();
    }
  }

  private DhcpClientSim asking(int... codes) {
    byte[] list = new byte[codes.length];
    for (int i = 0; i < codes.length; i++) {
      list[i] = (byte) codes[i];
    }
    return lab.client("52:54:00:00:00:01").sending(OptionCode.PARAMETER_REQUEST_LIST, list);
  }

  private static DhcpMessage offerTo(DhcpClientSim client) {
    return client.expectReply(client.discover(), MessageType.OFFER);
  }

  private static List<Integer> codes(DhcpMessage message) {
    return java.util.stream.IntStream.range(0, message.options().size())
        .map(message.options()::code)
        .boxed()
        .toList();
  }
}
