package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MachineIdentity;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.MachineUuid;
import org.comosix.appliance.domain.RelayPort;
import org.comosix.appliance.domain.TextPattern;
import org.junit.jupiter.api.Test;

/** By what a machine is known, and which key its lease has. */
class IdentityTest {

  private static final String PC = "52:54:00:00:00:01";
  private static final Ipv4Address KEPT = Ipv4Address.parse("10.77.0.7");
  private static final String UUID = "4c4c4544-0042-3510-8052-b4c04f4a3132";
  private static final byte[] DUID = HexFormat.of().parseHex("ff00000001000100012a2b2c2d52540000");

  private final DhcpLab lab = new DhcpLab();

  /** SMBIOS's own byte order, as ROMs and EDK2 send it. */
  @Test
  void machineIsKnownByItsUuidAsRomsSendIt() {
    lab.knows("pc1", byUuid(), "10.77.0.7", MachineRole.NODE);

    assertThat(uuidClient("0044454c4c420010358052b4c04f4a3132").boot()).isEqualTo(KEPT);
  }

  /** Network order, as iPXE sends it. */
  @Test
  void machineIsKnownByItsUuidAsIpxeSendsIt() {
    lab.knows("pc1", byUuid(), "10.77.0.7", MachineRole.NODE);

    assertThat(uuidClient("004c4c4544004235108052b4c04f4a3132").boot()).isEqualTo(KEPT);
  }

  @Test
  void systemThatSendsNoUuidKeepsTheAddressOfItsMachine() {
    lab.knows("pc1", byUuid(), "10.77.0.7", MachineRole.NODE);
    uuidClient("004c4c4544004235108052b4c04f4a3132").boot();

    DhcpClientSim system = lab.client(PC);

    assertThat(system.boot()).isEqualTo(KEPT);
    assertThat(system.expectReply(system.renew(KEPT), MessageType.ACK).yiaddr()).isEqualTo(KEPT);
    assertThat(lab.durable(KEPT).name()).hasToString("Optional[pc1]");
  }

  @Test
  void firmwareWithoutUuidIsNobodyInParticular() {
    lab.knows("pc1", byUuid(), "10.77.0.7", MachineRole.NODE);

    assertThat(uuidClient("00" + "00".repeat(16)).boot()).isNotEqualTo(KEPT);
    assertThat(uuidClient("00" + "ff".repeat(16)).boot()).isNotEqualTo(KEPT);
  }

  @Test
  void keptAddressIsNobodyElses() {
    lab.knows("pc1", byUuid(), "10.77.0.50", MachineRole.NODE);

    assertThat(lab.client("52:54:00:00:00:99").boot()).hasToString("10.77.0.51");
  }

  @Test
  void machineIsKnownByItsClientIdentifierAndThatIsThenItsKey() {
    lab.knows("vm1", byClientId(), "10.77.0.7", MachineRole.HOST);
    DhcpClientSim vm = lab.client(PC).sending(OptionCode.CLIENT_IDENTIFIER, DUID);

    assertThat(vm.boot()).isEqualTo(KEPT);
    assertThat(lab.durable(KEPT).client()).isEqualTo(ClientId.of(DUID));
    // The same network card without that identifier is another client.
    assertThat(lab.client(PC).boot()).hasToString("10.77.0.50");
  }

  @Test
  void whoeverIsPluggedIntoAPortIsTheMachineOfThatPort() {
    lab.knows("desk12", byPort("eth0/12"), "10.88.0.7", MachineRole.NODE);

    assertThat(atPort("52:54:00:00:00:01", "eth0/12").boot()).hasToString("10.88.0.7");
  }

  @Test
  void replacedMachineAtAPortGetsThePortsAddressWhenTheOldOneIsGone() {
    lab.knows("desk12", byPort("eth0/12"), "10.88.0.7", MachineRole.NODE);
    Ipv4Address address = atPort("52:54:00:00:00:01", "eth0/12").boot();
    atPort("52:54:00:00:00:01", "eth0/12").release(address);

    assertThat(atPort("52:54:00:00:00:02", "eth0/12").boot()).isEqualTo(address);
  }

  @Test
  void machineThatMovedToAnotherPortIsNotTheOldPortsMachine() {
    lab.knows("desk12", byPort("eth0/12"), "10.88.0.7", MachineRole.NODE);
    atPort("52:54:00:00:00:01", "eth0/12").boot();

    assertThat(atPort("52:54:00:00:00:01", "eth0/13").boot()).hasToString("10.88.0.50");
  }

  /** RFC 4390: InfiniBand has no room for its address in chaddr. */
  @Test
  void clientWithoutEthernetAddressIsItsClientIdentifier() {
    DhcpClientSim infiniband =
        lab.client(PC).overInfiniband().sending(OptionCode.CLIENT_IDENTIFIER, DUID);

    Ipv4Address address = infiniband.boot();

    assertThat(lab.durable(address).client()).isEqualTo(ClientId.of(DUID));
    assertThat(lab.durable(address).mac().toString()).matches(".[26ae]:.*");
  }

  @Test
  void severalClientsBehindOneHardwareAddressAreToldApartWhereAClassSaysSo() {
    ClassMatch match =
        new ClassMatch(
            List.of(new TextPattern("container")), List.of(), List.of(), Optional.empty());
    DhcpClass containers =
        new DhcpClass(
            "containers",
            match,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            DhcpOptions.NONE,
            true);
    DhcpLab classed =
        new DhcpLab(
            new DhcpRules(
                List.of(
                    DhcpNetwork.of(
                        DhcpLab.subnet("10.77.0.0/24", "10.77.0.50-10.77.0.59", "10.77.0.1"))),
                List.of(containers),
                Set.of(),
                false,
                DhcpLab.LABELS));

    Ipv4Address one = container(classed, "00aa01").boot();
    Ipv4Address two = container(classed, "00aa02").boot();

    assertThat(one).isNotEqualTo(two);
    assertThat(container(classed, "00aa01").boot()).isEqualTo(one);
    assertThat(classed.durable(one).mac()).isNotEqualTo(classed.durable(two).mac());
  }

  @Test
  void bootpClientGetsWhatIsKeptForItAndNothingThatOnlyDhcpKnows() {
    lab.knows("printer", PC, "10.77.0.7");

    DhcpMessage reply = ((DhcpOutcome.Reply) lab.client(PC).bootp()).message();

    assertThat(reply.yiaddr()).isEqualTo(KEPT);
    assertThat(reply.type()).isEmpty();
    assertThat(reply.options().has(OptionCode.LEASE_TIME)).isFalse();
    assertThat(reply.options().has(OptionCode.SERVER_IDENTIFIER)).isFalse();
    assertThat(reply.options().has(OptionCode.SUBNET_MASK)).isTrue();
  }

  @Test
  void bootpClientWithoutReservationIsNotAnswered() {
    DhcpClientSim stranger = lab.client(PC);

    stranger.expectSilence(stranger.bootp(), IgnoreReason.BOOTP_WITHOUT_RESERVATION);
  }

  @Test
  void bootpClientDoesNotGetAnAddressThatSomebodyHolds() {
    lab.client("52:54:00:00:00:02").boot();
    lab.knows("printer", PC, "10.77.0.50");
    DhcpClientSim printer = lab.client(PC);

    printer.expectSilence(printer.bootp(), IgnoreReason.BOOTP_WITHOUT_RESERVATION);
  }

  private static DhcpClientSim container(DhcpLab classed, String id) {
    return classed
        .client(PC)
        .ofVendor("container")
        .sending(OptionCode.CLIENT_IDENTIFIER, HexFormat.of().parseHex(id));
  }

  private DhcpClientSim uuidClient(String option97) {
    return lab.client(PC).sending(OptionCode.CLIENT_MACHINE_ID, HexFormat.of().parseHex(option97));
  }

  private DhcpClientSim atPort(String mac, String circuit) {
    byte[] id = circuit.getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    byte[] information = new byte[2 + id.length];
    information[0] = 1;
    information[1] = (byte) id.length;
    System.arraycopy(id, 0, information, 2, id.length);
    return lab.client(mac).behindRelay().sending(OptionCode.RELAY_AGENT_INFORMATION, information);
  }

  private static MachineIdentity byUuid() {
    return new MachineIdentity(
        Optional.empty(), Optional.empty(), Optional.of(MachineUuid.parse(UUID)), Optional.empty());
  }

  private static MachineIdentity byClientId() {
    return new MachineIdentity(
        Optional.empty(), Optional.of(ClientId.of(DUID)), Optional.empty(), Optional.empty());
  }

  private static MachineIdentity byPort(String circuit) {
    RelayPort port = new RelayPort(Optional.of(RelayPort.parseId(circuit)), Optional.empty());
    return new MachineIdentity(
        Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(port));
  }
}
