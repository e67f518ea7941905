package org.comosix.appliance.nfs.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.comosix.appliance.nfs.Xdr.accepted;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsPorts;
import org.comosix.appliance.nfs.NfsPorts.Helper;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.comosix.appliance.testkit.TempGeneration;
import org.comosix.appliance.transport.ListenException;
import org.comosix.appliance.transport.NettyRuntime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The whole room over real sockets. */
@Timeout(60)
final class NfsServiceTest {

  private static final Ipv4Address LOOPBACK = Ipv4Address.parse("127.0.0.1");
  private static final String EXPORT = "/comosix/test/1";
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  private static final int NFS = 100_003;
  private static final int MOUNT = 100_005;
  private static final int PORTMAP = 100_000;
  private static final int READ_HEAD = 24 + 4 + 88 + 12; // up to the data

  private Path state = Path.of("");
  private final NettyRuntime runtime = new NettyRuntime(2);
  private final List<BootFact> facts = Collections.synchronizedList(new ArrayList<>());
  private byte[] big = {};
  private GenerationFileSystem tree;
  private NfsService service;

  @BeforeEach
  void start(@TempDir Path directory) {
    state = directory;
    big = new byte[3 << 20];
    new Random(1).nextBytes(big);
    tree =
        TempGeneration.in(state)
            .directory("etc")
            .file("etc/hostname", "pc1\n")
            .file("big.bin", big)
            .publish();
    service = newService();
    service.start();
  }

  private NfsService newService() {
    return new NfsService(
        runtime,
        List.of(LOOPBACK),
        new NfsPorts(0, Helper.PORTMAP, 0),
        TempGeneration.catalog(state),
        new HandleKey(new byte[HandleKey.LENGTH]),
        facts::add,
        InstantSource.fixed(NOW));
  }

  @AfterEach
  void stop() {
    service.close();
    runtime.close();
  }

  @Test
  void portmapTellsWhereNfsAndMountListenOnBothCarriers() throws IOException {
    for (Carrier carrier : Carrier.values()) {
      for (int[] program : new int[][] {{NFS, 3}, {MOUNT, 3}, {PORTMAP, 2}}) {
        Xdr getport = call(7, PORTMAP, 2, 3, 0).u32(program[0], program[1], carrier.protocol(), 0);
        Xdr expected = accepted(7, 0).u32(port(carrier, program[0]));
        try (RpcTestClient client = new RpcTestClient(port(Carrier.TCP, PORTMAP))) {
          assertThat(client.call(getport)).isEqualTo(expected.bytes());
        }
        assertThat(RpcTestClient.callByUdp(port(Carrier.UDP, PORTMAP), getport))
            .isEqualTo(expected.bytes());
      }
    }
  }

  @Test
  void aMountIsToldToTheObserverWithTheClientsAddress() throws IOException {
    mount(EXPORT);

    assertThat(facts)
        .containsExactly(
            new BootFact(NOW, BootStage.NFS_MOUNT, LOOPBACK, Optional.empty(), EXPORT));
  }

  @Test
  void aHandleOutlivesTheServer() throws IOException {
    byte[] handle = mount(EXPORT);
    service.close();
    service = newService();
    service.start();

    try (RpcTestClient client = nfs()) {
      assertThat(client.call(call(1, NFS, 3, 1, 0).opaque(handle)))
          .isEqualTo(accepted(1, 0).u32(0).fattr(2, tree.fsid(), tree.attributes(1)).bytes());
    }
  }

  @Test
  void longAndShortReadsOfOneConnectionComeBackWhole() throws IOException {
    byte[] file = lookup(mount(EXPORT), "big.bin");
    int[] sizes = {1, 3, 4096, 8192, 8193, 65_536, 100_001, 1 << 20, 2 << 20};
    try (RpcTestClient client = nfs()) {
      for (int i = 0; i < sizes.length; i++) {
        client.send(RpcTestClient.record(read(i, file, 12_345L * i, sizes[i])));
      }
      for (int i = 0; i < sizes.length; i++) {
        byte[] reply = client.receive();
        int xid = RpcTestClient.intAt(reply, 0);
        assertIsData(reply, 12_345 * xid, Math.min(sizes[xid], 1 << 20));
      }
    }
  }

  @Test
  void aReadByUdpIsClampedToWhatOneDatagramTakes() throws IOException {
    byte[] file = lookup(mount(EXPORT), "big.bin");

    byte[] reply = RpcTestClient.callByUdp(port(Carrier.UDP, NFS), read(1, file, 5, 1 << 20));

    assertIsData(reply, 5, 32 << 10);
  }

  @Test
  void aCallInThreeFragmentsIsAnswered() throws IOException {
    byte[] message = call(9, NFS, 3, 0, 0).bytes();
    Xdr stream = xdr();
    stream.u32(10).raw(Arrays.copyOfRange(message, 0, 10));
    stream.u32(0);
    stream.u32(message.length - 10 | 1L << 31);
    stream.raw(Arrays.copyOfRange(message, 10, message.length));
    try (RpcTestClient client = nfs()) {
      client.send(stream.bytes());
      assertThat(client.receive()).isEqualTo(accepted(9, 0).bytes());
    }
  }

  @Test
  void aCallInSingleBytesIsAnswered() throws IOException {
    try (RpcTestClient client = nfs()) {
      for (byte b : RpcTestClient.record(call(9, NFS, 3, 0, 0))) {
        client.send(new byte[] {b});
      }
      assertThat(client.receive()).isEqualTo(accepted(9, 0).bytes());
    }
  }

  @Test
  void aRecordOfMoreThanOneMebibyteEndsTheConnectionWhenItIsAnnounced() throws IOException {
    try (RpcTestClient client = nfs()) {
      client.send(xdr().u32((1 << 20) + 1 | 1L << 31).bytes());
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(service.counters().of(NfsEvent.RECORD_TOO_LONG)).isEqualTo(1);
  }

  @Test
  void aRecordWithoutAHeaderEndsTheConnectionAfterTheRepliesBeforeIt() throws IOException {
    try (RpcTestClient client = nfs()) {
      byte[] good = RpcTestClient.record(call(3, NFS, 3, 0, 0));
      client.send(xdr().raw(good).u32(8 | 1L << 31, 1, 0).bytes());
      assertThat(client.receive()).isEqualTo(accepted(3, 0).bytes());
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(service.counters().of(NfsEvent.HEADER_MALFORMED)).isEqualTo(1);
  }

  @Test
  void aReaderWhoTakesNothingIsNotReadFromAndLosesNothing() throws IOException {
    byte[] file = lookup(mount(EXPORT), "big.bin");
    int calls = 400;
    try (RpcTestClient slow = new RpcTestClient(port(Carrier.TCP, NFS), 64 << 10)) {
      for (int i = 0; i < calls; i++) {
        slow.send(RpcTestClient.record(read(i, file, i, 1 << 20)));
      }
      try (RpcTestClient other = nfs()) { // is served meanwhile
        assertThat(other.call(call(1, NFS, 3, 0, 0))).isEqualTo(accepted(1, 0).bytes());
      }
      for (int i = 0; i < calls; i++) {
        assertIsData(slow.receive(), i, 1 << 20);
      }
    }
    assertThat(service.counters().of(NfsEvent.SLOW_READER_PAUSED)).isPositive();
  }

  @Test
  void whoOnlyAsksAndNeverListensIsSoonNotHeard() throws IOException {
    byte[] call = RpcTestClient.record(call(1, NFS, 3, 1, 0).opaque(mount(EXPORT)));
    ByteBuffer calls = ByteBuffer.allocate(1000 * call.length);
    while (calls.hasRemaining()) {
      calls.put(call);
    }
    long before = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
    long accepted = 0;
    try (SocketChannel mute = SocketChannel.open();
        Selector selector = Selector.open()) {
      mute.connect(new InetSocketAddress(LOOPBACK.toInetAddress(), port(Carrier.TCP, NFS)));
      mute.configureBlocking(false);
      mute.register(selector, SelectionKey.OP_WRITE);
      while (selector.select(2000) > 0) {
        selector.selectedKeys().clear();
        accepted += mute.write(calls.hasRemaining() ? calls : calls.rewind());
        assertThat(accepted).isLessThan(256L << 20);
      }
    }
    long held = PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory() - before;
    assertThat(held).isLessThan(48L << 20);
    assertThat(service.counters().of(NfsEvent.SLOW_READER_PAUSED)).isPositive();
  }

  @Test
  void aPortThatIsTakenLeavesNothingListening() throws IOException {
    int taken = port(Carrier.TCP, PORTMAP);
    NfsService second =
        new NfsService(
            runtime,
            List.of(LOOPBACK),
            new NfsPorts(0, Helper.PORTMAP, taken),
            TempGeneration.catalog(state),
            new HandleKey(new byte[HandleKey.LENGTH]),
            facts::add,
            InstantSource.fixed(NOW));

    assertThatThrownBy(second::start).isInstanceOf(ListenException.class);

    int opened = second.ports().find(LOOPBACK, Carrier.TCP, NFS, 3).orElseThrow().port();
    assertThatThrownBy(() -> new RpcTestClient(opened).close()).isInstanceOf(IOException.class);
  }

  @Test
  void withoutPortmapMountHasAPortOfItsOwn() {
    try (NfsService other =
        new NfsService(
            runtime,
            List.of(LOOPBACK),
            new NfsPorts(0, Helper.MOUNT_ALONE, 0),
            TempGeneration.catalog(state),
            new HandleKey(new byte[HandleKey.LENGTH]),
            facts::add,
            InstantSource.fixed(NOW))) {
      other.start();

      assertThat(other.ports().find(LOOPBACK, Carrier.TCP, NFS, 3)).isPresent();
      assertThat(other.ports().find(LOOPBACK, Carrier.TCP, PORTMAP, 2)).isEmpty();
      assertThat(
              other.ports().on(LOOPBACK).stream()
                  .filter(
                      port ->
                          port.program() == MOUNT
                              && port.version() == 3
                              && port.carrier() == Carrier.TCP))
          .as("beside NFS, and alone")
          .hasSize(2);
    }
  }

  private void assertIsData(byte[] reply, int offset, int length) {
    assertThat(RpcTestClient.intAt(reply, 24)).as("status").isZero();
    assertThat(RpcTestClient.intAt(reply, 24 + 4 + 88)).as("count").isEqualTo(length);
    assertThat(RpcTestClient.intAt(reply, READ_HEAD - 4)).as("length").isEqualTo(length);
    assertThat(reply).hasSize(READ_HEAD + (length + 3) / 4 * 4);
    assertThat(ByteBuffer.wrap(reply, READ_HEAD, length))
        .isEqualTo(ByteBuffer.wrap(big, offset, length));
  }

  private static Xdr read(int xid, byte[] handle, long offset, int count) {
    return call(xid, NFS, 3, 6, 0).opaque(handle).u64(offset).u32(count);
  }

  private byte[] mount(String path) throws IOException {
    try (RpcTestClient client = new RpcTestClient(port(Carrier.TCP, MOUNT))) {
      byte[] reply = client.call(call(5, MOUNT, 3, 1, 0).string(path));
      assertThat(RpcTestClient.intAt(reply, 24)).as("status").isZero();
      return Arrays.copyOfRange(reply, 32, 64);
    }
  }

  private byte[] lookup(byte[] directory, String name) throws IOException {
    try (RpcTestClient client = nfs()) {
      byte[] reply = client.call(call(5, NFS, 3, 3, 0).opaque(directory).string(name));
      assertThat(RpcTestClient.intAt(reply, 24)).as("status").isZero();
      return Arrays.copyOfRange(reply, 32, 64);
    }
  }

  private RpcTestClient nfs() throws IOException {
    return new RpcTestClient(port(Carrier.TCP, NFS));
  }

  private int port(Carrier carrier, int program) {
    return service.ports().findAnyVersion(LOOPBACK, carrier, program, 3).orElseThrow().port();
  }
}
