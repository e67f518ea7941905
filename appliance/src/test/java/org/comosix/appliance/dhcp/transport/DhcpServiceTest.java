package org.comosix.appliance.dhcp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.DhcpSubnet;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.testkit.FakeClock;
import org.comosix.appliance.transport.ListenException;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole service on the loopback interface, real sockets and a real journal. */
final class DhcpServiceTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final MacAddress PC1 = MacAddress.parse("52:54:00:00:00:01");
  private static final MacAddress PC2 = MacAddress.parse("52:54:00:00:00:02");
  private static final MacAddress POISON = MacAddress.parse("52:54:00:00:00:66");
  private static final int TIMEOUT = 20_000;

  private final FakeClock clock = new FakeClock();
  private final NettyRuntime runtime = new NettyRuntime(1);
  private final BlockingQueue<BootFact> facts = new LinkedBlockingQueue<>();
  private final DatagramSocket relay;
  private final Path directory;
  private LeaseIndex index = new LeaseIndex(clock);

  DhcpServiceTest(@TempDir Path directory) throws IOException {
    this.directory = directory.resolve("leases");
    relay = new DatagramSocket(0, LOOPBACK.toInetAddress());
    relay.setSoTimeout(TIMEOUT);
  }

  @AfterEach
  void close() {
    relay.close();
    runtime.close();
  }

  @Test
  void relayedClientGetsALeaseThatIsDurableAndKnownBeforeItsAck() throws Exception {
    try (DhcpService service = start()) {
      DhcpMessage offer = ask(service, discover(PC1));
      assertThat(offer.type()).contains(MessageType.OFFER);

      DhcpMessage ack = ask(service, request(PC1, offer.yiaddr()));

      assertThat(ack.type()).contains(MessageType.ACK);
      assertThat(ack.yiaddr()).isEqualTo(Ipv4Address.parse("127.7.0.10"));
      assertThat(index.activeByMac(PC1).orElseThrow().address()).isEqualTo(ack.yiaddr());
      assertThat(service.counters().snapshot())
          .containsEntry("received.discover", 1L)
          .containsEntry("sent.offer", 1L)
          .containsEntry("sent.ack", 1L);
      BootFact fact = facts.poll(TIMEOUT, java.util.concurrent.TimeUnit.MILLISECONDS);
      assertThat(fact)
          .isEqualTo(
              new BootFact(
                  clock.instant(), BootStage.DHCP, ack.yiaddr(), Optional.of(PC1), "PXE_FIRMWARE"));
    }
  }

  @Test
  void afterARestartTheClientsRebootIsAcked() throws Exception {
    Ipv4Address address;
    try (DhcpService service = start()) {
      address = ask(service, request(PC1, ask(service, discover(PC1)).yiaddr())).yiaddr();
    }
    index = new LeaseIndex(clock);
    try (DhcpService service = start()) {
      assertThat(index.activeByMac(PC1).orElseThrow().address()).isEqualTo(address);

      DhcpMessage ack =
          ask(
              service,
              message(
                  PC1,
                  MessageType.REQUEST,
                  options -> options.put(OptionCode.REQUESTED_IP_ADDRESS, address)));

      assertThat(ack.type()).contains(MessageType.ACK);
    }
  }

  @Test
  void malformedPacketAndOneThatFailsInsideAreCountedAndTheNextIsServed() throws Exception {
    try (DhcpService service = start()) {
      send(service, new byte[] {1, 2, 3});
      send(service, DhcpCodec.encode(discover(POISON), 1472).bytes());

      assertThat(ask(service, discover(PC1)).type()).contains(MessageType.OFFER);

      assertThat(service.counters().snapshot())
          .containsEntry("ignored.malformed", 1L)
          .containsEntry("ignored.internal-error", 1L);
    }
  }

  /** Only a packet sent to our own address may come from a network behind a router. */
  @Test
  void packetSentToOurOwnAddressIsKnownFromABroadcast() throws Exception {
    try (DhcpService service = start()) {
      DhcpMessage inform = informFrom(Ipv4Address.parse("10.99.0.5"));
      byte[] packet = DhcpCodec.encode(inform, 1472).bytes();
      send(service, packet);
      relay.setBroadcast(true);
      relay.send(
          new DatagramPacket(
              packet,
              packet.length,
              Ipv4Address.parse("127.255.255.255").toInetAddress(),
              service.port("lo")));

      assertThat(ask(service, discover(PC1)).type()).contains(MessageType.OFFER);

      assertThat(service.counters().snapshot())
          .containsEntry("received.inform", 2L)
          .containsEntry("sent.ack", 1L)
          .containsEntry("ignored.no-subnet", 1L);
    }
  }

  private static DhcpMessage informFrom(Ipv4Address address) {
    DhcpMessage discover = discover(PC1);
    return new DhcpMessage(
        discover.op(),
        discover.hardware(),
        0,
        1,
        0,
        0,
        address,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        "",
        "",
        DhcpOptions.builder().put(MessageType.INFORM).build());
  }

  @Test
  void unknownInterfaceIsRefusedWithTheOnesThereAre() {
    try (DhcpService service = service(List.of("nosuch0"))) {
      assertThatThrownBy(service::start)
          .isInstanceOf(ListenException.class)
          .hasMessageContaining("there is no interface nosuch0")
          .hasMessageContaining("lo");
    }
  }

  @Test
  void fileThatIsNoJournalRefusesToStartAndIsLeftAsItIs() throws Exception {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("leases.journal"), "not a journal");
    try (DhcpService service = service(List.of("lo"))) {
      assertThatThrownBy(service::start).hasMessageContaining("does not begin as a lease journal");
    }
    assertThat(directory.resolve("leases.journal")).hasContent("not a journal");
  }

  /** The rest of the house stands on this service: nodes must keep their root file system. */
  @Test
  void withADamagedJournalWhoHasALeaseIsServedAndNobodyElse() throws Exception {
    Path journal = directory.resolve("leases.journal");
    Ipv4Address address;
    long damage;
    try (DhcpService service = start()) {
      ask(service, request(PC1, ask(service, discover(PC1)).yiaddr()));
      damage = Files.size(journal) - 5;
      address = ask(service, request(PC2, ask(service, discover(PC2)).yiaddr())).yiaddr();
    }
    byte[] bytes = Files.readAllBytes(journal);
    bytes[(int) damage] ^= 1;
    Files.write(journal, bytes);
    clock.advance(Duration.ofMinutes(20));
    index = new LeaseIndex(clock);
    try (DhcpService service = start()) {
      send(service, DhcpCodec.encode(discover(PC1), 1472).bytes());

      DhcpMessage ack = ask(service, request(PC2, address));

      assertThat(ack.type()).contains(MessageType.ACK);
      assertThat(ack.options().bytes(OptionCode.LEASE_TIME))
          .contains(new byte[] {0, 0, 0x09, 0x60}); // 40 minutes
      // A known client goes first: the stranger may be decided after it.
      org.junit.jupiter.api.Assertions.assertTimeoutPreemptively(
          Duration.ofSeconds(20),
          () -> {
            while (service.counters().snapshot().getOrDefault("ignored.not-durable", 0L) != 1) {
              Thread.onSpinWait();
            }
          });
      assertThat(service.problem()).get(STRING).contains("is damaged", "comosix leases repair");
    }
    assertThat(journal).hasBinaryContent(bytes);
  }

  private DhcpService start() {
    DhcpService service = service(List.of("lo"));
    service.start();
    return service;
  }

  private DhcpService service(List<String> interfaces) {
    return new DhcpService(
        new DhcpPlan(
            DhcpRules.of(
                List.of(
                    subnet("127.0.0.0/8", "127.7.0.10-127.7.0.20"),
                    subnet("10.99.0.0/24", "10.99.0.10-10.99.0.20")),
                new NodeLabels("om_", "om-")),
            interfaces,
            directory,
            Optional.empty(),
            new DhcpPorts(0, relay.getLocalPort(), relay.getLocalPort())),
        index,
        new PoisonedNodes(),
        request -> Optional.empty(),
        facts::add,
        clock,
        new UdpSocketFactory(runtime));
  }

  private static DhcpSubnet subnet(String network, String pool) {
    return new DhcpSubnet(
        Ipv4Subnet.parse(network),
        List.of(
            new AddressPool(
                Ipv4Subnet.parse(network), List.of(AddressRange.parse(pool)), Set.of())),
        Optional.empty(),
        Duration.ofHours(1),
        List.of(),
        Optional.empty(),
        DhcpOptions.NONE);
  }

  private DhcpMessage ask(DhcpService service, DhcpMessage query) throws IOException {
    send(service, DhcpCodec.encode(query, 1472).bytes());
    DatagramPacket reply = new DatagramPacket(new byte[1500], 1500);
    relay.receive(reply);
    DhcpMessage message = DhcpCodec.decode(Arrays.copyOf(reply.getData(), reply.getLength()));
    assertThat(message.xid()).isEqualTo(query.xid());
    return message;
  }

  private void send(DhcpService service, byte[] packet) throws IOException {
    relay.send(
        new DatagramPacket(packet, packet.length, LOOPBACK.toInetAddress(), service.port("lo")));
  }

  private static DhcpMessage discover(MacAddress mac) {
    return message(mac, MessageType.DISCOVER, options -> {});
  }

  private static DhcpMessage request(MacAddress mac, Ipv4Address address) {
    return message(
        mac,
        MessageType.REQUEST,
        options ->
            options
                .put(OptionCode.SERVER_IDENTIFIER, LOOPBACK)
                .put(OptionCode.REQUESTED_IP_ADDRESS, address));
  }

  private static DhcpMessage message(
      MacAddress mac, MessageType type, Consumer<DhcpOptions.Builder> more) {
    DhcpOptions.Builder options =
        DhcpOptions.builder().put(type).put(OptionCode.VENDOR_CLASS, "PXEClient:Arch:00000");
    more.accept(options);
    return new DhcpMessage(
        DhcpMessage.BOOTREQUEST,
        HardwareAddress.of(mac),
        1,
        type.code(),
        0,
        0,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        Ipv4Address.ANY,
        LOOPBACK,
        "",
        "",
        options.build());
  }

  /** Knows nobody, and fails as a bug of ours would for one machine. */
  private static final class PoisonedNodes implements Nodes {

    @Override
    public Optional<Node> byMac(MacAddress mac) {
      if (mac.equals(POISON)) {
        throw new IllegalStateException("a bug, for the test");
      }
      return Optional.empty();
    }

    @Override
    public Optional<Node> byName(NodeName name) {
      return Optional.empty();
    }

    @Override
    public Optional<Node> byAddress(Ipv4Address address) {
      return Optional.empty();
    }

    @Override
    public Collection<Node> all() {
      return List.of();
    }
  }
}
