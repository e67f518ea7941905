package org.comosix.appliance.nfs.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.NfsFixture.DATA;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.timeout.IdleStateEvent;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.nfs.v3.Nfs3Server;
import org.comosix.appliance.ops.Counters;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One connection whose disk and event loop go forward when the test says so. */
final class RpcConnectionTest {

  private static final int NFS = 100_003;
  private static final int MAX_COLD = 3;

  private final Counters<NfsEvent> counters = new Counters<>(NfsEvent.class);
  private final StoppedDisk disk = new StoppedDisk();
  private Predicate<MappedByteBuffer> resident = data -> true;
  private NfsFixture nfs;
  private EmbeddedChannel channel = new EmbeddedChannel();

  /** Keeps what it is given until it is told to go on. */
  private static final class StoppedDisk extends AbstractExecutorService {
    private final Queue<Runnable> tasks = new ArrayDeque<>();

    @Override
    public void execute(Runnable task) {
      tasks.add(task);
    }

    private void readOne() {
      tasks.remove().run();
    }

    @Override
    public void shutdown() {
      tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
      List<Runnable> left = List.copyOf(tasks);
      tasks.clear();
      return left;
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public boolean isTerminated() {
      return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
      return true;
    }
  }

  @BeforeEach
  void connect(@TempDir Path state) {
    nfs = new NfsFixture(state);
    ColdReads cold = new ColdReads(counters, data -> resident.test(data), disk, MAX_COLD);
    FileHandles handles =
        new FileHandles(new HandleKey(new byte[HandleKey.LENGTH]), nfs.generations);
    RpcServer server = new RpcServer(List.of(new Nfs3Server(handles, cold, counters)), counters);
    Ipv4Address address = Ipv4Address.parse("127.0.0.1");
    Peer peer = new Peer(address, 900, address, Peer.Carrier.TCP);
    channel.pipeline().addLast(new RpcConnection(channel, peer, server, cold, counters));
  }

  @AfterEach
  void everyBufferIsGivenBack() {
    channel.finishAndReleaseAll();
  }

  @Test
  void aColdReadWaitsForTheDiskAndOthersDoNotWaitForIt() {
    resident = data -> data.remaining() != 50_000;
    send(read(1, 0, 50_000), read(2, 0, 20_000), getattr(3));

    assertThat(xids()).containsExactly(2, 3);

    disk.readOne();
    channel.runPendingTasks();
    List<byte[]> late = replies();
    assertThat(late).hasSize(1);
    assertThat(late.get(0)).isEqualTo(readReply(1, 0, 50_000).bytes());
    assertThat(counters.of(NfsEvent.COLD_READ)).isEqualTo(1);
  }

  @Test
  void coldReadsOfAnyLengthComeWhole() {
    resident = data -> false;
    for (int length : new int[] {1, 2, 3, 4, 8192, 8193, 90_000}) {
      send(read(9, 1, length));
      disk.readOne();
      channel.runPendingTasks();
      assertThat(replies()).containsExactly(readReply(9, 1, length).bytes());
    }
  }

  @Test
  void moreColdReadsThanMayWaitAreToComeLater() {
    resident = data -> false;
    send(read(1, 0, 10), read(2, 0, 10), read(3, 0, 10), read(4, 0, 10));

    List<byte[]> replies = replies();
    assertThat(replies).hasSize(1);
    assertThat(RpcTestClient.intAt(replies.get(0), 0)).isEqualTo(4);
    assertThat(RpcTestClient.intAt(replies.get(0), 24)).as("JUKEBOX").isEqualTo(10_008);

    disk.readOne();
    channel.runPendingTasks();
    send(read(5, 0, 10));
    assertThat(xids()).as("the place is free again").containsExactly(1);
  }

  @Test
  void aConnectionThatEndsMeanwhileLeavesNothingBehind() {
    resident = data -> false;
    send(read(1, 0, 50_000));
    channel.close().syncUninterruptibly();

    disk.readOne();
    channel.runPendingTasks();

    assertThat(replies()).isEmpty();
    send(); // no exception
  }

  @Test
  void smallRepliesOfOneBatchLeaveTogether() {
    send(getattr(1), getattr(2), read(3, 0, 8192), getattr(4));

    ByteBuf first = channel.readOutbound();
    assertThat(first.readableBytes()).isEqualTo(3 * (4 + 112) + 4 + 128 + 8192);
    ByteBuf second = channel.readOutbound();
    assertThat(second).isNull();
    first.release();
  }

  @Test
  void longDataLeavesFromWhereItLies() {
    send(read(1, 0, 8193));

    List<Integer> pieces = new ArrayList<>();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      pieces.add(piece.readableBytes());
      piece.release();
    }
    assertThat(pieces).containsExactly(4 + 128, 8193, 3);
  }

  @Test
  void anIdleConnectionIsClosed() {
    channel.pipeline().fireUserEventTriggered(IdleStateEvent.ALL_IDLE_STATE_EVENT);

    assertThat(channel.isOpen()).isFalse();
    assertThat(counters.of(NfsEvent.CONNECTION_IDLE)).isEqualTo(1);
  }

  private void send(Xdr... calls) {
    Xdr stream = xdr();
    for (Xdr call : calls) {
      stream.raw(RpcTestClient.record(call));
    }
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.copiedBuffer(stream.bytes()));
    }
  }

  private Xdr read(int xid, long offset, int count) {
    return call(xid, NFS, 3, 6, 0).raw(nfs.handle("data.bin")).u64(offset).u32(count);
  }

  private Xdr getattr(int xid) {
    return call(xid, NFS, 3, 1, 0).raw(nfs.handle("data.bin"));
  }

  private Xdr readReply(int xid, int offset, int count) {
    return Xdr.accepted(xid, 0)
        .u32(0)
        .raw(nfs.attributes("data.bin"))
        .u32(count, 0)
        .opaque(Arrays.copyOfRange(DATA, offset, offset + count));
  }

  private List<Integer> xids() {
    return replies().stream().map(reply -> RpcTestClient.intAt(reply, 0)).toList();
  }

  private List<byte[]> replies() {
    ByteArrayOutputStream stream = new ByteArrayOutputStream();
    for (ByteBuf piece = channel.readOutbound(); piece != null; piece = channel.readOutbound()) {
      byte[] bytes = new byte[piece.readableBytes()];
      piece.readBytes(bytes).release();
      stream.writeBytes(bytes);
    }
    List<byte[]> replies = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(stream.toByteArray());
    while (in.hasRemaining()) {
      byte[] reply = new byte[in.getInt() & Integer.MAX_VALUE];
      in.get(reply);
      replies.add(reply);
    }
    return replies;
  }
}
