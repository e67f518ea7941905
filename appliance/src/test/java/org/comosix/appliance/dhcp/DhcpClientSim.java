package org.comosix.appliance.dhcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.Consumer;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/** A client by the book (RFC 2131, section 4.4), speaking through the codec. */
final class DhcpClientSim {

  private final DhcpLab lab;
  private final MacAddress mac;
  private Consumer<DhcpOptions.Builder> extra = options -> {};
  private Ipv4Address giaddr = Ipv4Address.ANY;
  private HardwareAddress hardware;
  private int flags;
  private int xid = 0x1000;

  DhcpClientSim(DhcpLab lab, MacAddress mac) {
    this.lab = lab;
    this.mac = mac;
    this.hardware = HardwareAddress.of(mac);
  }

  DhcpClientSim sending(int code, byte[] content) {
    Consumer<DhcpOptions.Builder> before = extra;
    extra = options -> before.andThen(more -> more.put(code, content)).accept(options);
    return this;
  }

  DhcpClientSim calling(String name) {
    return sending(OptionCode.HOST_NAME, name.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  DhcpClientSim behindRelay() {
    giaddr = DhcpLab.RELAY;
    return this;
  }

  DhcpClientSim behindRelay(Ipv4Address address) {
    giaddr = address;
    return this;
  }

  /** RFC 4390: hardware type 32, no address in chaddr. */
  DhcpClientSim overInfiniband() {
    hardware = new HardwareAddress(32, 0, 0, 0);
    return this;
  }

  DhcpClientSim ofVendor(String vendorClass) {
    return sending(
        OptionCode.VENDOR_CLASS, vendorClass.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }

  DhcpClientSim wantingBroadcast() {
    flags = DhcpMessage.BROADCAST_FLAG;
    return this;
  }

  MacAddress mac() {
    return mac;
  }

  /** DISCOVER, OFFER, REQUEST, ACK. */
  Ipv4Address boot() {
    Ipv4Address offered = expectReply(discover(), MessageType.OFFER).yiaddr();
    return expectReply(select(offered), MessageType.ACK).yiaddr();
  }

  DhcpOutcome discover() {
    return broadcast(MessageType.DISCOVER, Ipv4Address.ANY, options -> {});
  }

  DhcpOutcome discoverAskingFor(Ipv4Address address) {
    return broadcast(
        MessageType.DISCOVER,
        Ipv4Address.ANY,
        options -> options.put(OptionCode.REQUESTED_IP_ADDRESS, address));
  }

  DhcpOutcome select(Ipv4Address address) {
    return selectFrom(DhcpLab.SERVER, address);
  }

  DhcpOutcome selectFrom(Ipv4Address server, Ipv4Address address) {
    return broadcast(
        MessageType.REQUEST,
        Ipv4Address.ANY,
        options ->
            options
                .put(OptionCode.SERVER_IDENTIFIER, server)
                .put(OptionCode.REQUESTED_IP_ADDRESS, address));
  }

  DhcpOutcome initReboot(Ipv4Address address) {
    return broadcast(
        MessageType.REQUEST,
        Ipv4Address.ANY,
        options -> options.put(OptionCode.REQUESTED_IP_ADDRESS, address));
  }

  DhcpOutcome renew(Ipv4Address address) {
    return unicast(MessageType.REQUEST, address, options -> {});
  }

  DhcpOutcome rebind(Ipv4Address address) {
    return broadcast(MessageType.REQUEST, address, options -> {});
  }

  DhcpOutcome release(Ipv4Address address) {
    return unicast(
        MessageType.RELEASE,
        address,
        options -> options.put(OptionCode.SERVER_IDENTIFIER, DhcpLab.SERVER));
  }

  DhcpOutcome decline(Ipv4Address address) {
    return broadcast(
        MessageType.DECLINE,
        Ipv4Address.ANY,
        options ->
            options
                .put(OptionCode.SERVER_IDENTIFIER, DhcpLab.SERVER)
                .put(OptionCode.REQUESTED_IP_ADDRESS, address));
  }

  DhcpOutcome inform(Ipv4Address address) {
    return unicast(MessageType.INFORM, address, options -> {});
  }

  DhcpOutcome broadcast(MessageType type, Ipv4Address ciaddr, Consumer<DhcpOptions.Builder> more) {
    return send(type, ciaddr, more, true);
  }

  DhcpOutcome unicast(MessageType type, Ipv4Address ciaddr, Consumer<DhcpOptions.Builder> more) {
    return send(type, ciaddr, more, false);
  }

  /** A message without message type (RFC 1534). */
  DhcpOutcome bootp() {
    return send(DhcpOptions.builder(), Ipv4Address.ANY, options -> {}, true);
  }

  private DhcpOutcome send(
      MessageType type, Ipv4Address ciaddr, Consumer<DhcpOptions.Builder> more, boolean broadcast) {
    return send(DhcpOptions.builder().put(type), ciaddr, more, broadcast);
  }

  private DhcpOutcome send(
      DhcpOptions.Builder options,
      Ipv4Address ciaddr,
      Consumer<DhcpOptions.Builder> more,
      boolean broadcast) {
    more.accept(options);
    extra.accept(options);
    DhcpMessage message =
        new DhcpMessage(
            DhcpMessage.BOOTREQUEST,
            hardware,
            0,
            xid++,
            0,
            flags,
            ciaddr,
            Ipv4Address.ANY,
            Ipv4Address.ANY,
            giaddr,
            "",
            "",
            options.build());
    DhcpMessage asSeen = DhcpCodec.decode(DhcpCodec.encode(message, 1472).bytes());
    return lab.send(new DhcpQuery(asSeen, DhcpLab.ETH, broadcast));
  }

  /** The message, having checked what every reply to this client must be. */
  DhcpMessage expectReply(DhcpOutcome outcome, MessageType type) {
    assertThat(outcome).isInstanceOf(DhcpOutcome.Reply.class);
    DhcpMessage reply = ((DhcpOutcome.Reply) outcome).message();
    assertThat(reply.type()).isEqualTo(Optional.of(type));
    assertThat(reply.op()).isEqualTo(DhcpMessage.BOOTREPLY);
    assertThat(reply.xid()).isEqualTo(xid - 1);
    assertThat(reply.hardware()).isEqualTo(hardware);
    assertThat(reply.giaddr()).isEqualTo(giaddr);
    assertThat(reply.options().address(OptionCode.SERVER_IDENTIFIER)).contains(DhcpLab.SERVER);
    assertThat(DhcpCodec.encode(reply, 548).omitted()).isEmpty();
    return reply;
  }

  void expectSilence(DhcpOutcome outcome, IgnoreReason reason) {
    assertThat(outcome).isEqualTo(DhcpOutcome.ignore(reason));
  }
}
