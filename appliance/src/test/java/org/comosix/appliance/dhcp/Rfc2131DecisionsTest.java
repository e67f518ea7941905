package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.dhcp.DhcpOutcome.Reply;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Sentence by sentence what RFC 2131 says a server does. */
final class Rfc2131DecisionsTest {

  private static final Ipv4Address FREE = Ipv4Address.parse("10.77.0.55");
  private static final Ipv4Address ELSEWHERE = Ipv4Address.parse("192.168.1.5");
  private static final Ipv4Address OTHER_SERVER = Ipv4Address.parse("10.77.0.2");

  private final DhcpLab lab = new DhcpLab();
  private final DhcpClientSim client = lab.client("52:54:00:00:00:01");
  private final DhcpClientSim other = lab.client("52:54:00:00:00:02");

  @Nested
  final class Section431Discover {

    @Test
    void theClientsCurrentAddressAsRecordedInTheClientsCurrentBinding() {
      Ipv4Address current = client.boot();

      assertThat(offered(client.discoverAskingFor(FREE))).isEqualTo(current);
    }

    @Test
    void elseThePreviousAddressIfItIsAvailable() {
      other.boot();
      Ipv4Address previous = client.boot();
      lab.clock.advance(DhcpLab.LEASE_TIME.multipliedBy(2));

      assertThat(offered(client.discoverAskingFor(FREE))).isEqualTo(previous);
    }

    @Test
    void elseTheAddressRequestedIfItIsValidAndNotAllocated() {
      assertThat(offered(client.discoverAskingFor(FREE))).isEqualTo(FREE);
    }

    @Test
    void elseANewAddressWhenTheRequestedOneIsAllocated() {
      Ipv4Address taken = other.boot();

      assertThat(offered(client.discoverAskingFor(taken))).isNotEqualTo(taken);
    }

    @ParameterizedTest
    @CsvSource({
      "192.168.1.5",
      "10.77.0.1",
      "10.77.0.0",
      "10.77.0.255",
      "10.77.0.200",
      "10.88.0.55"
    })
    void elseANewAddressWhenTheRequestedOneIsNotValidHere(String wanted) {
      assertThat(offered(client.discoverAskingFor(Ipv4Address.parse(wanted))))
          .isEqualTo(Ipv4Address.parse("10.77.0.50"));
    }

    @Test
    void fromTheSubnetOfTheRelayAgentThatForwardedTheMessage() {
      assertThat(offered(lab.client("52:54:00:00:00:01").behindRelay().discover()))
          .isEqualTo(Ipv4Address.parse("10.88.0.50"));
    }

    @Test
    void table3FieldsOfAnOffer() {
      DhcpMessage offer = client.expectReply(client.discover(), MessageType.OFFER);

      assertThat(offer.hops()).isZero();
      assertThat(offer.secs()).isZero();
      assertThat(offer.ciaddr()).isEqualTo(Ipv4Address.ANY);
      assertThat(offer.options().address(OptionCode.SUBNET_MASK))
          .contains(Ipv4Address.parse("255.255.255.0"));
      assertThat(offer.options().address(OptionCode.ROUTER)).contains(DhcpLab.SERVER);
      assertThat(offer.options().address(OptionCode.DOMAIN_NAME_SERVER)).contains(DhcpLab.SERVER);
      assertThat(offer.options().text(OptionCode.DOMAIN_NAME)).contains("lab.example");
      assertThat(offer.options().address(OptionCode.BROADCAST_ADDRESS))
          .contains(Ipv4Address.parse("10.77.0.255"));
      assertThat(seconds(offer, OptionCode.LEASE_TIME)).isEqualTo(3600);
      assertThat(seconds(offer, OptionCode.RENEWAL_TIME)).isEqualTo(1800);
      assertThat(seconds(offer, OptionCode.REBINDING_TIME)).isEqualTo(3150);
      for (int never :
          new int[] {
            OptionCode.REQUESTED_IP_ADDRESS,
            OptionCode.PARAMETER_REQUEST_LIST,
            OptionCode.MAXIMUM_MESSAGE_SIZE
          }) {
        assertThat(offer.options().has(never)).isFalse();
      }
    }
  }

  @Nested
  final class Section432Request {

    @Test
    void selectingOurOfferIsAnsweredWithAnAck() {
      Ipv4Address offered = offered(client.discover());

      assertThat(client.expectReply(client.select(offered), MessageType.ACK).yiaddr())
          .isEqualTo(offered);
    }

    @Test
    void selectingAnotherServerIsADeclinedOfferAndFreesTheAddress() {
      Ipv4Address offered = offered(client.discover());

      client.expectSilence(
          client.selectFrom(OTHER_SERVER, ELSEWHERE), IgnoreReason.CHOSE_ANOTHER_SERVER);

      assertThat(offered(other.discover())).isEqualTo(offered);
    }

    @Test
    void initRebootOnTheWrongNetworkShouldBeNaked() {
      DhcpMessage nak = client.expectReply(client.initReboot(ELSEWHERE), MessageType.NAK);

      assertThat(nak.yiaddr()).isEqualTo(Ipv4Address.ANY);
      assertThat(nak.siaddr()).isEqualTo(Ipv4Address.ANY);
      assertThat(nak.options().has(OptionCode.LEASE_TIME)).isFalse();
      assertThat(nak.options().text(OptionCode.MESSAGE)).isPresent();
    }

    @Test
    void initRebootWithoutRecordOfThisClientMustRemainSilent() {
      client.expectSilence(client.initReboot(FREE), IgnoreReason.UNKNOWN_CLIENT);
    }

    @Test
    void initRebootWithAnIncorrectNotionOfItsAddressShouldBeNaked() {
      client.boot();

      client.expectReply(client.initReboot(FREE), MessageType.NAK);
    }

    @Test
    void initRebootWithTheRecordedAddressIsAcked() {
      Ipv4Address address = client.boot();

      assertThat(client.expectReply(client.initReboot(address), MessageType.ACK).yiaddr())
          .isEqualTo(address);
    }

    @Test
    void initRebootWithAnAddressThatIsAnothersIsNaked() {
      Ipv4Address taken = other.boot();

      client.expectReply(client.initReboot(taken), MessageType.NAK);
    }

    @Test
    void nakThroughARelaySetsTheBroadcastBit() {
      DhcpClientSim relayed = lab.client("52:54:00:00:00:01").behindRelay();

      Reply reply = (Reply) relayed.initReboot(ELSEWHERE);

      assertThat(reply.message().type()).contains(MessageType.NAK);
      assertThat(reply.message().wantsBroadcast()).isTrue();
      assertThat(reply.route()).isEqualTo(new ReplyRoute(ReplyRoute.Kind.RELAY, DhcpLab.RELAY));
    }

    @Test
    void renewingIsAckedWithoutOption50() {
      Ipv4Address address = client.boot();

      assertThat(client.expectReply(client.renew(address), MessageType.ACK).yiaddr())
          .isEqualTo(address);
    }

    @Test
    void rebindingIsAckedWhenTheAddressIsRight() {
      Ipv4Address address = client.boot();

      assertThat(client.expectReply(client.rebind(address), MessageType.ACK).yiaddr())
          .isEqualTo(address);
    }

    @Test
    void rebindingOfAClientWeDoNotKnowIsSilent() {
      client.expectSilence(client.rebind(FREE), IgnoreReason.UNKNOWN_CLIENT);
    }

    @Test
    void rebindingAnAddressThatIsAnothersIsNaked() {
      Ipv4Address taken = other.boot();

      client.expectReply(client.rebind(taken), MessageType.NAK);
    }

    @Test
    void rebindingOnTheWrongNetworkIsNaked() {
      client.expectReply(client.rebind(ELSEWHERE), MessageType.NAK);
    }

    @Test
    void requestThatFitsNoStateIsIncomplete() {
      client.expectSilence(
          client.broadcast(MessageType.REQUEST, Ipv4Address.ANY, options -> {}),
          IgnoreReason.INCOMPLETE);
    }

    @ParameterizedTest
    @MethodSource("org.comosix.appliance.dhcp.Rfc2131DecisionsTest#table4")
    void table4TellsTheStates(
        boolean server, boolean requested, boolean ciaddr, boolean broadcast, String state) {
      DhcpOptions.Builder options = DhcpOptions.builder().put(MessageType.REQUEST);
      if (server) {
        options.put(OptionCode.SERVER_IDENTIFIER, DhcpLab.SERVER);
      }
      if (requested) {
        options.put(OptionCode.REQUESTED_IP_ADDRESS, FREE);
      }
      DhcpMessage message = message(ciaddr ? FREE : Ipv4Address.ANY, options.build());

      assertThat(RequestState.of(new DhcpQuery(message, DhcpLab.ETH, broadcast)))
          .isEqualTo(state.isEmpty() ? Optional.empty() : Optional.of(RequestState.valueOf(state)));
    }
  }

  static Stream<Arguments> table4() {
    return Stream.of(
        Arguments.of(true, true, false, true, "SELECTING"),
        Arguments.of(true, false, true, true, "SELECTING"),
        Arguments.of(true, false, false, true, ""),
        Arguments.of(false, true, false, true, "INIT_REBOOT"),
        Arguments.of(false, false, true, false, "RENEWING"),
        Arguments.of(false, false, true, true, "REBINDING"),
        Arguments.of(false, false, false, true, ""));
  }

  @Nested
  final class Section433To435 {

    @Test
    void declinedAddressIsMarkedNotAvailable() {
      Ipv4Address address = client.boot();

      client.expectSilence(client.decline(address), IgnoreReason.DONE_WITHOUT_REPLY);

      assertThat(client.boot()).isNotEqualTo(address);
      assertThat(offered(other.discoverAskingFor(address))).isNotEqualTo(address);
    }

    @Test
    void declineOrReleaseForAnotherServerIsNotOurs() {
      Ipv4Address address = client.boot();

      client.expectSilence(
          client.broadcast(
              MessageType.DECLINE,
              Ipv4Address.ANY,
              options ->
                  options
                      .put(OptionCode.SERVER_IDENTIFIER, OTHER_SERVER)
                      .put(OptionCode.REQUESTED_IP_ADDRESS, address)),
          IgnoreReason.FOR_ANOTHER_SERVER);
      client.expectSilence(
          client.unicast(
              MessageType.RELEASE,
              address,
              options -> options.put(OptionCode.SERVER_IDENTIFIER, OTHER_SERVER)),
          IgnoreReason.FOR_ANOTHER_SERVER);
      assertThat(lab.index.activeByAddress(address)).isPresent();
    }

    @Test
    void releasedAddressIsMarkedNotAllocatedAndTheBindingIsRetained() {
      Ipv4Address address = client.boot();

      client.expectSilence(client.release(address), IgnoreReason.DONE_WITHOUT_REPLY);

      assertThat(lab.index.activeByAddress(address)).isEmpty();
      assertThat(offered(client.discover())).isEqualTo(address);
    }

    @Test
    void informIsAnsweredWithoutLeaseTimeAndWithoutYiaddrToCiaddr() {
      Ipv4Address fixed = Ipv4Address.parse("10.77.0.200");

      Reply reply = (Reply) client.inform(fixed);

      DhcpMessage ack = client.expectReply(reply, MessageType.ACK);
      assertThat(ack.yiaddr()).isEqualTo(Ipv4Address.ANY);
      assertThat(ack.ciaddr()).isEqualTo(fixed);
      for (int code :
          new int[] {OptionCode.LEASE_TIME, OptionCode.RENEWAL_TIME, OptionCode.REBINDING_TIME}) {
        assertThat(ack.options().has(code)).isFalse();
      }
      assertThat(ack.options().address(OptionCode.DOMAIN_NAME_SERVER)).contains(DhcpLab.SERVER);
      assertThat(reply.route()).isEqualTo(new ReplyRoute(ReplyRoute.Kind.CLIENT, fixed));
      assertThat(lab.index.all()).isEmpty();
    }

    @Test
    void informFromAnAddressThatIsNotOfThisNetworkIsNotAnswered() {
      client.expectSilence(client.inform(ELSEWHERE), IgnoreReason.NO_SUBNET);
    }
  }

  @Nested
  final class Section41Routes {

    @Test
    void giaddrIsNotZeroSoToTheRelayAgent() {
      Reply reply = (Reply) lab.client("52:54:00:00:00:01").behindRelay().discover();

      assertThat(reply.route()).isEqualTo(new ReplyRoute(ReplyRoute.Kind.RELAY, DhcpLab.RELAY));
    }

    @Test
    void ciaddrIsNotZeroSoUnicastToIt() {
      Ipv4Address address = client.boot();

      assertThat(((Reply) client.renew(address)).route())
          .isEqualTo(new ReplyRoute(ReplyRoute.Kind.CLIENT, address));
    }

    @Test
    void theBroadcastBitIsSetSoBroadcast() {
      assertThat(((Reply) client.wantingBroadcast().discover()).route())
          .isEqualTo(new ReplyRoute(ReplyRoute.Kind.BROADCAST, Ipv4Address.BROADCAST));
    }

    @Test
    void noneOfThemSoToTheNewAddressWhichMustBeBroadcastForNow() {
      assertThat(((Reply) client.discover()).route())
          .isEqualTo(new ReplyRoute(ReplyRoute.Kind.NEW_ADDRESS, Ipv4Address.BROADCAST));
    }

    @Test
    void inAllCasesWhenGiaddrIsZeroANakIsBroadcast() {
      Ipv4Address taken = other.boot();

      assertThat(((Reply) client.rebind(taken)).route())
          .isEqualTo(new ReplyRoute(ReplyRoute.Kind.BROADCAST, Ipv4Address.BROADCAST));
    }

    @Test
    void ciaddrOutsideTheNetworkIsNotBelieved() {
      Reply reply = (Reply) client.broadcast(MessageType.DISCOVER, ELSEWHERE, options -> {});

      assertThat(reply.route().address()).isEqualTo(Ipv4Address.BROADCAST);
    }
  }

  @Nested
  final class Echoes {

    @Test
    void clientIdentifierMachineIdentifierAndRelayInformationComeBackAsTheyWere() {
      DhcpClientSim relayed =
          lab.client("52:54:00:00:00:01")
              .behindRelay()
              .sending(OptionCode.CLIENT_IDENTIFIER, new byte[] {0, 1, 2, 3})
              .sending(OptionCode.RELAY_AGENT_INFORMATION, new byte[] {1, 2, 9, 9})
              .sending(OptionCode.CLIENT_MACHINE_ID, new byte[17]);

      DhcpOptions options = relayed.expectReply(relayed.discover(), MessageType.OFFER).options();

      assertThat(options.bytes(OptionCode.CLIENT_IDENTIFIER)).contains(new byte[] {0, 1, 2, 3});
      assertThat(options.bytes(OptionCode.CLIENT_MACHINE_ID)).contains(new byte[17]);
      assertThat(options.bytes(OptionCode.RELAY_AGENT_INFORMATION))
          .contains(new byte[] {1, 2, 9, 9});
      assertThat(options.code(options.size() - 1)).isEqualTo(OptionCode.RELAY_AGENT_INFORMATION);
    }

    @Test
    void nakEchoesTheClientIdentifierToo() {
      client.sending(OptionCode.CLIENT_IDENTIFIER, new byte[] {0, 1, 2, 3});

      DhcpMessage nak = client.expectReply(client.initReboot(ELSEWHERE), MessageType.NAK);

      assertThat(nak.options().bytes(OptionCode.CLIENT_IDENTIFIER))
          .contains(new byte[] {0, 1, 2, 3});
    }
  }

  @Nested
  final class Silences {

    @ParameterizedTest
    @EnumSource(
        value = MessageType.class,
        names = {"OFFER", "ACK", "NAK"})
    void messagesOfServersAreNotAnswered(MessageType type) {
      client.expectSilence(
          client.broadcast(type, Ipv4Address.ANY, options -> {}), IgnoreReason.SENT_BY_A_SERVER);
    }

    @Test
    void repliesPlainBootpAndForeignHardwareAreNotAnswered() {
      DhcpMessage discover =
          message(Ipv4Address.ANY, DhcpOptions.builder().put(MessageType.DISCOVER).build());

      assertThat(silence(discover.reply(0, Ipv4Address.ANY, noFields(), discover.options())))
          .isEqualTo(IgnoreReason.NOT_A_QUERY);
      assertThat(silence(message(Ipv4Address.ANY, DhcpOptions.NONE)))
          .isEqualTo(IgnoreReason.BOOTP_WITHOUT_RESERVATION);
      assertThat(silence(message(Ipv4Address.ANY, unknownType())))
          .isEqualTo(IgnoreReason.NO_KNOWN_TYPE);
      assertThat(silence(withHardware(discover, new HardwareAddress(32, 0, 0, 0))))
          .isEqualTo(IgnoreReason.UNSUPPORTED_HARDWARE);
      assertThat(silence(withHardware(discover, new HardwareAddress(1, 6, 0, 0))))
          .isEqualTo(IgnoreReason.UNSUPPORTED_HARDWARE);
    }

    @Test
    void relayOfAnUnknownNetworkIsNotAnswered() {
      DhcpMessage discover =
          message(Ipv4Address.ANY, DhcpOptions.builder().put(MessageType.DISCOVER).build());

      assertThat(silence(withGiaddr(discover, ELSEWHERE))).isEqualTo(IgnoreReason.NO_SUBNET);
    }

    private static DhcpOptions unknownType() {
      return DhcpOptions.builder().put(OptionCode.MESSAGE_TYPE, new byte[] {99}).build();
    }

    private IgnoreReason silence(DhcpMessage message) {
      return ((DhcpOutcome.Ignore) lab.send(new DhcpQuery(message, DhcpLab.ETH, true))).reason();
    }
  }

  private Ipv4Address offered(DhcpOutcome outcome) {
    assertThat(outcome).isInstanceOf(Reply.class);
    DhcpMessage reply = ((Reply) outcome).message();
    assertThat(reply.type()).contains(MessageType.OFFER);
    return reply.yiaddr();
  }

  private static long seconds(DhcpMessage message, int code) {
    return java.nio.ByteBuffer.wrap(message.options().bytes(code).orElseThrow()).getInt();
  }

  private static DhcpMessage.ReplyFields noFields() {
    return DhcpMessage.ReplyFields.NONE;
  }

  private static DhcpMessage message(Ipv4Address ciaddr, DhcpOptions options) {
    return new DhcpMessage(
        DhcpMessage.BOOTREQUEST,
        HardwareAddress.of(MacAddress.parse("52:54:00:00:00:01")),
        0,
        1,
        0,
        0,
        ciaddr,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        "",
        "",
        options);
  }

  private static DhcpMessage withHardware(DhcpMessage message, HardwareAddress hardware) {
    return new DhcpMessage(
        1,
        hardware,
        0,
        1,
        0,
        0,
        message.ciaddr(),
        message.yiaddr(),
        message.siaddr(),
        message.giaddr(),
        "",
        "",
        message.options());
  }

  private static DhcpMessage withGiaddr(DhcpMessage message, Ipv4Address giaddr) {
    return new DhcpMessage(
        1,
        message.hardware(),
        0,
        1,
        0,
        0,
        message.ciaddr(),
        message.yiaddr(),
        message.siaddr(),
        giaddr,
        "",
        "",
        message.options());
  }
}
