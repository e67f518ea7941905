package org.comosix.appliance.nfs.portmap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.Xdr.accepted;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.portmap.PortTable.Registration;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.ops.Counters;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1833. */
final class PortmapperTest {

  private static final int PORTMAP = 100_000;
  private static final int XID = 5;
  private static final int TCP = 6;
  private static final int UDP = 17;
  private static final Ipv4Address LOCAL = Ipv4Address.parse("10.77.0.1");
  private static final Ipv4Address OTHER = Ipv4Address.parse("10.78.0.1");

  private final Counters<NfsEvent> counters = new Counters<>(NfsEvent.class);
  private final PortTable ports = new PortTable();
  private final RpcServer server =
      new RpcServer(List.of(new Portmapper(ports, counters)), counters);

  @BeforeEach
  void register() {
    ports.add(new Registration(100_003, 3, Carrier.TCP, LOCAL, 2049));
    ports.add(new Registration(100_003, 3, Carrier.UDP, LOCAL, 2050));
    ports.add(new Registration(100_003, 3, Carrier.TCP, OTHER, 3049));
  }

  @ParameterizedTest
  @CsvSource({
    "100003, 3, 6, 2049",
    "100003, 3, 17, 2050",
    // Of another version: NFS says itself which versions there are.
    "100003, 2, 6, 2049",
    "100003, 3, 1, 0",
    "100004, 3, 6, 0"
  })
  void getportTellsThePortOrZero(int program, int version, int protocol, int port) {
    assertThat(results(2, 3, xdr().u32(program, version, protocol, 0)))
        .isEqualTo(xdr().u32(port).bytes());
  }

  @Test
  void dumpListsWhatListensOnTheAddressAsked() {
    assertThat(results(2, 4, xdr()))
        .isEqualTo(
            xdr().u32(1, 100_003, 3, TCP, 2049).u32(1, 100_003, 3, UDP, 2050).u32(0).bytes());
  }

  @Test
  void setAndUnsetAreRefused() {
    byte[] refused = xdr().u32(0).bytes();

    assertThat(results(2, 1, xdr().u32(100_003, 3, TCP, 666))).isEqualTo(refused);
    assertThat(results(2, 2, xdr().u32(100_003, 3, TCP, 2049))).isEqualTo(refused);
    assertThat(results(4, 1, rpcb(100_003, 3, "tcp"))).isEqualTo(refused);
    assertThat(results(3, 2, rpcb(100_003, 3, "tcp"))).isEqualTo(refused);
    assertThat(ports.on(LOCAL)).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "3, 3, 100003, 3, tcp, 10.77.0.1.8.1",
    "4, 3, 100003, 3, udp, 10.77.0.1.8.2",
    "4, 3, 100003, 4, tcp, 10.77.0.1.8.1",
    "4, 9, 100003, 4, tcp, ''",
    "4, 9, 100003, 3, tcp, 10.77.0.1.8.1",
    "4, 3, 100003, 3, '', 10.77.0.1.8.1",
    "4, 3, 100099, 3, tcp, ''"
  })
  void getaddrTellsTheUniversalAddressOrNothing(
      int version, int procedure, int program, int programVersion, String netid, String address) {
    assertThat(results(version, procedure, rpcb(program, programVersion, netid)))
        .isEqualTo(xdr().string(address).bytes());
  }

  @Test
  void rpcbindsDumpListsUniversalAddresses() {
    Xdr expected = xdr();
    expected.u32(1, 100_003, 3).string("tcp").string("10.77.0.1.8.1").string("comosix");
    expected.u32(1, 100_003, 3).string("udp").string("10.77.0.1.8.2").string("comosix");
    assertThat(results(4, 4, xdr())).isEqualTo(expected.u32(0).bytes());
  }

  @ParameterizedTest
  @CsvSource({"2, 5", "3, 5", "4, 5", "4, 10"})
  void anIndirectCallIsNotMadeAndNotAnswered(int version, int procedure) {
    assertThat(reply(call(XID, PORTMAP, version, procedure, 0))).isEmpty();
    assertThat(counters.of(NfsEvent.CALLIT_NOT_SERVED)).isEqualTo(1);
  }

  @Test
  void nullIsAnsweredInAllVersions() {
    for (int version = 2; version <= 4; version++) {
      assertThat(results(version, 0, xdr())).isEmpty();
    }
    assertThat(reply(call(XID, PORTMAP, 5, 0, 0))).isEqualTo(accepted(XID, 2).u32(2, 4).bytes());
  }

  @ParameterizedTest
  @CsvSource({"2, 6", "3, 9", "3, 10", "4, 11"})
  void whatIsNoProcedureIsProcUnavail(int version, int procedure) {
    assertThat(reply(call(XID, PORTMAP, version, procedure, 0)))
        .isEqualTo(accepted(XID, 3).bytes());
  }

  private static Xdr rpcb(int program, int version, String netid) {
    return xdr().u32(program, version).string(netid).string("").string("root");
  }

  private byte[] results(int version, int procedure, Xdr arguments) {
    byte[] reply = reply(call(XID, PORTMAP, version, procedure, 0).raw(arguments));
    byte[] header = accepted(XID, 0).bytes();
    assertThat(reply).startsWith(header);
    return Arrays.copyOfRange(reply, header.length, reply.length);
  }

  private byte[] reply(Xdr call) {
    byte[] bytes = call.bytes();
    ByteBuffer room = ByteBuffer.allocate(XdrWriter.LARGEST_REPLY);
    Peer peer = new Peer(Ipv4Address.parse("10.77.0.11"), 900, LOCAL, Carrier.TCP);
    server.handle(
        peer, new XdrReader().over(ByteBuffer.wrap(bytes), 0, bytes.length), new XdrWriter(room));
    return Arrays.copyOf(room.array(), room.position());
  }
}
