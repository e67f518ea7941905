package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.limit.DhcpLimits;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.testkit.FakeClock;
import org.junit.jupiter.api.Test;

final class PacketGateTest {

  private static final MacAddress PC1 = MacAddress.parse("52:54:00:00:00:01");
  private static final ServedInterface ETH =
      new ServedInterface("eth1", List.of(Ipv4Address.parse("10.77.0.1")));
  private static final ServedInterface OTHER =
      new ServedInterface("eth2", List.of(Ipv4Address.parse("10.78.0.1")));
  private static final Ipv4Address RELAY = Ipv4Address.parse("10.88.0.1");
  private static final int BURST = DhcpLimits.usual(1).clientPacketsPerSecond() * DhcpLimits.BURST;

  private final FakeClock clock = new FakeClock();
  private final DhcpCounters counters = new DhcpCounters();
  private final PacketQueue queue = new PacketQueue();
  private final PacketGate gate =
      new PacketGate(
          queue,
          new KnownClients(
              new ConfiguredNodes(
                  List.of(
                      new Node(NodeName.parse("pc1"), PC1, Optional.empty(), Optional.empty()))),
              new LeaseIndex(clock)),
          DhcpLimits.usual(1),
          new Drops(counters, clock),
          clock);

  @Test
  void knownMachineIsTakenBeforeAFloodOfStrangers() {
    for (int i = 0; i < 20_000; i++) {
      gate.received(from(stranger(i), MessageType.DISCOVER));
    }
    gate.received(from(PC1, MessageType.DISCOVER));

    assertThat(first()).isEqualTo(PC1);
    assertThat(counters.ignored(IgnoreReason.QUEUE_FULL))
        .isEqualTo(20_000 - Rank.STRANGER.capacity());
  }

  @Test
  void strangerWhoAsksAgainAfterAWhileIsTakenBeforeOnesThatDoNot() {
    MacAddress honest = stranger(77);
    gate.received(from(honest, MessageType.DISCOVER));
    drain();
    clock.advance(Duration.ofSeconds(5));
    for (int i = 1000; i < 2000; i++) {
      gate.received(from(stranger(i), MessageType.DISCOVER));
    }
    gate.received(from(honest, MessageType.DISCOVER));

    assertThat(first()).isEqualTo(honest);
  }

  @Test
  void askingTwiceAtOnceIsNotAskingAgain() {
    gate.received(from(stranger(1), MessageType.DISCOVER));
    gate.received(from(stranger(2), MessageType.DISCOVER));
    gate.received(from(stranger(2), MessageType.DISCOVER));

    assertThat(first()).isEqualTo(stranger(1));
  }

  @Test
  void strangerWhoTakesOurOfferIsTakenBeforeOthers() {
    for (int i = 0; i < 1000; i++) {
      gate.received(from(stranger(1000 + i), MessageType.DISCOVER));
    }
    gate.offered(HardwareAddress.of(stranger(1)));
    gate.received(from(stranger(1), MessageType.REQUEST));

    assertThat(first()).isEqualTo(stranger(1));
  }

  @Test
  void clientThatSendsMoreThanAnyNeedsIsCutOffAndHeardAgain() {
    for (int i = 0; i < BURST + 50; i++) {
      gate.received(from(stranger(1), MessageType.DISCOVER));
    }
    assertThat(drain()).isEqualTo(BURST);
    assertThat(counters.ignored(IgnoreReason.CLIENT_TOO_FAST)).isEqualTo(50);

    clock.advance(Duration.ofSeconds(1));
    gate.received(from(stranger(1), MessageType.DISCOVER));

    assertThat(drain()).isEqualTo(1);
  }

  /**
   * The attacker forges pc1's hardware address; pc1 itself is somewhere else or says other things.
   */
  @Test
  void whoForgesAMachinesAddressDoesNotUseUpWhatTheMachineNeeds() {
    for (int i = 0; i < 10_000; i++) {
      gate.received(from(PC1, MessageType.DISCOVER));
    }
    assertThat(drain()).isEqualTo(BURST);

    gate.received(from(PC1, MessageType.REQUEST));
    gate.received(packet(PC1, MessageType.DISCOVER, OTHER, Ipv4Address.ANY, message -> message));
    gate.received(packet(PC1, MessageType.DISCOVER, ETH, RELAY, relayed(1)));
    gate.received(packet(PC1, MessageType.DISCOVER, ETH, RELAY, relayed(2)));

    assertThat(drain()).isEqualTo(4);
  }

  @Test
  void forgedRequestsFromNoAddressDoNotKeepAMachineFromRenewing() {
    for (int i = 0; i < 10_000; i++) {
      gate.received(from(PC1, MessageType.REQUEST));
    }
    drain();

    gate.received(
        packet(PC1, MessageType.REQUEST, ETH, Ipv4Address.parse("10.77.0.50"), message -> message));

    assertThat(drain()).isEqualTo(1);
  }

  @Test
  void floodOnOneRelayPortDoesNotPushOutAnother() {
    MacAddress honest = stranger(5);
    gate.received(packet(honest, MessageType.DISCOVER, ETH, RELAY, relayed(1)));
    for (int i = 1000; i < 21_000; i++) {
      gate.received(packet(stranger(i), MessageType.DISCOVER, ETH, RELAY, relayed(2)));
    }

    assertThat(first()).isEqualTo(honest);
  }

  /** With invented relays and ports, as many as there are packets. */
  @Test
  void forgedRelayPortsDoNotPushOutThePlainWire() {
    MacAddress honest = stranger(5);
    gate.received(from(honest, MessageType.DISCOVER));
    for (int i = 1000; i < 51_000; i++) {
      gate.received(packet(stranger(i), MessageType.DISCOVER, ETH, RELAY, relayed(i)));
    }

    assertThat(
            queue.take(300, 0).stream()
                .map(packet -> DhcpCodec.decode(packet.bytes()).hardware().mac()))
        .contains(honest);
  }

  @Test
  void avalancheOfAThousandStrangersLosesNobody() {
    for (int i = 0; i < 1000; i++) {
      for (int sent = 0; sent < 4; sent++) {
        gate.received(from(stranger(i), MessageType.DISCOVER));
      }
    }

    assertThat(drain()).isEqualTo(4000);
    assertThat(counters.snapshot().entrySet())
        .filteredOn(entry -> entry.getKey().startsWith("ignored."))
        .allSatisfy(entry -> assertThat(entry.getValue()).isZero());
  }

  @Test
  void whatIsNoDhcpMessageIsNotQueued() {
    byte[] noQuery = from(PC1, MessageType.DISCOVER).bytes();
    noQuery[0] = 9;

    gate.received(new ReceivedPacket(new byte[0], ETH, Ipv4Address.ANY, true));
    gate.received(new ReceivedPacket(noQuery, ETH, Ipv4Address.ANY, true));
    gate.received(new ReceivedPacket(new byte[70_000], ETH, Ipv4Address.ANY, true));

    assertThat(drain()).isZero();
    assertThat(counters.ignored(IgnoreReason.MALFORMED)).isEqualTo(3);
  }

  private int drain() {
    int drained = 0;
    List<ReceivedPacket> taken = queue.take(1000, 0);
    while (!taken.isEmpty()) {
      drained += taken.size();
      taken = queue.take(1000, 0);
    }
    return drained;
  }

  private MacAddress first() {
    return DhcpCodec.decode(queue.take(1, 0).get(0).bytes()).hardware().mac();
  }

  private static MacAddress stranger(int number) {
    return new MacAddress(0x0200_0000_0000L + number);
  }

  private static ReceivedPacket from(MacAddress mac, MessageType type) {
    return packet(mac, type, ETH, Ipv4Address.ANY, message -> message);
  }

  private static UnaryOperator<DhcpMessage> relayed(int port) {
    return message ->
        new DhcpMessage(
            message.op(),
            message.hardware(),
            1,
            message.xid(),
            0,
            0,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            RELAY,
            "",
            "",
            DhcpOptions.builder()
                .put(message.type().orElseThrow())
                .put(
                    OptionCode.RELAY_AGENT_INFORMATION,
                    new byte[] {1, 4, 0, (byte) (port >> 16), (byte) (port >> 8), (byte) port})
                .build());
  }

  private static ReceivedPacket packet(
      MacAddress mac,
      MessageType type,
      ServedInterface arrival,
      Ipv4Address source,
      UnaryOperator<DhcpMessage> change) {
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.BOOTREQUEST,
            HardwareAddress.of(mac),
            0,
            1,
            0,
            0,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            "",
            "",
            DhcpOptions.builder().put(type).build());
    return new ReceivedPacket(
        DhcpCodec.encode(change.apply(message), 1472).bytes(), arrival, source, true);
  }
}
