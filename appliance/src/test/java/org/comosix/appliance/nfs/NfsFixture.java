package org.comosix.appliance.nfs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.mount.MountServer;
import org.comosix.appliance.nfs.rpc.Peer;
import org.comosix.appliance.nfs.rpc.RpcServer;
import org.comosix.appliance.nfs.rpc.RpcServer.Outcome;
import org.comosix.appliance.nfs.v3.Nfs3Server;
import org.comosix.appliance.nfs.v3.Residency;
import org.comosix.appliance.ops.Counters;
import org.comosix.appliance.testkit.TempGeneration;

/** MOUNT and NFS over one small real generation, without sockets. */
public final class NfsFixture {

  public static final int NFS = 100_003;
  public static final int MOUNT = 100_005;
  public static final int XID = 77;
  public static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);
  public static final Ipv4Address CLIENT = Ipv4Address.parse("10.77.0.11");

  /** What {@code data.bin} holds. */
  public static final byte[] DATA = data();

  public final GenerationFileSystem tree;
  public final Generations generations;
  public final Counters<NfsEvent> counters = new Counters<>(NfsEvent.class);
  public final List<BootFact> facts = new ArrayList<>();
  public Residency.Verdict verdict = Residency.Verdict.RESIDENT;
  public Peer.Carrier carrier = Peer.Carrier.TCP;

  private final FileHandles handles;
  private final RpcServer server;

  /** Publishes the tree below {@code state}. */
  public NfsFixture(Path state) {
    TempGeneration generation = TempGeneration.in(state);
    generation.directory("etc").file("etc/hostname", "pc1\n");
    generation.with(0640, 1000, 50, 1_600_000_000, 123_456_789).file("etc/secret", "s");
    generation.file("data.bin", DATA).file("empty", "").hardLink("etc/data", "data.bin");
    generation.symlink("bin", "usr/bin").directory("dev").characterDevice("dev/null", 1, 3);
    generation.blockDevice("dev/vda", 254, 1_000_000).fifo("dev/initctl");
    generation.with(0700, 1000, 50, 0, 0).directory("home").file("home/mine", "m");
    generation.with(0744, 1000, 50, 0, 0).directory("look").file("look/here", "l");
    generation.directory("many");
    for (int i = 0; i < 1000; i++) {
      generation.file("many/a-file-with-a-name-of-some-length-" + i, "");
    }
    tree = generation.publish();
    generations = TempGeneration.catalog(state);
    handles = new FileHandles(new HandleKey(new byte[HandleKey.LENGTH]), generations);
    server =
        new RpcServer(
            List.of(
                new Nfs3Server(handles, data -> verdict, counters),
                new MountServer(
                    generations, handles, facts::add, InstantSource.fixed(NOW), counters)),
            counters);
  }

  /** The results of an accepted NFS call by root. */
  public byte[] nfs(int procedure, Xdr arguments) {
    return nfsAs(0, procedure, arguments);
  }

  /** The results of an accepted NFS call by a user who is in no other group. */
  public byte[] nfsAs(int uid, int procedure, Xdr arguments) {
    return results(Xdr.call(XID, NFS, 3, procedure, uid).raw(arguments));
  }

  /** What follows {@code accepted} and SUCCESS. */
  public byte[] results(Xdr call) {
    byte[] reply = reply(call.bytes());
    byte[] header = Xdr.accepted(XID, 0).bytes();
    assertThat(Arrays.copyOf(reply, header.length)).as("header").isEqualTo(header);
    return Arrays.copyOfRange(reply, header.length, reply.length);
  }

  /** The whole reply, with attached data; empty when there is none. */
  public byte[] reply(byte[] call) {
    ByteBuffer room = ByteBuffer.allocate(XdrWriter.LARGEST_REPLY);
    XdrWriter out = new XdrWriter(room);
    Peer peer = new Peer(CLIENT, 900, Ipv4Address.parse("10.77.0.1"), carrier);
    Outcome outcome =
        server.handle(peer, new XdrReader().over(ByteBuffer.wrap(call), 0, call.length), out);
    assertThat(room.position() == 0).isEqualTo(outcome != Outcome.REPLY);
    Xdr reply = Xdr.xdr().raw(Arrays.copyOf(room.array(), room.position()));
    if (out.attached() != null) {
      byte[] data = new byte[Objects.requireNonNull(out.attached()).remaining()];
      Objects.requireNonNull(out.attached()).get(0, data);
      reply.raw(data).raw(new byte[-data.length & 3]);
    }
    return reply.bytes();
  }

  /** The inode at a path. */
  public long inode(String path) {
    long inode = GenerationFileSystem.ROOT;
    for (String name : path.split("/", -1)) {
      if (!name.isEmpty()) {
        inode = tree.lookup(inode, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
      }
    }
    assertThat(inode).as(path).isNotZero();
    return inode;
  }

  /** nfs_fh3 of a path. */
  public Xdr handle(String path) {
    return handle(tree.fsid(), inode(path));
  }

  /** nfs_fh3 with a valid checksum. */
  public Xdr handle(long fsid, long inode) {
    ByteBuffer buffer = ByteBuffer.allocate(FileHandles.XDR_LENGTH);
    handles.write(new XdrWriter(buffer), fsid, inode);
    return Xdr.xdr().raw(buffer.array());
  }

  /** post_op_attr of a path. */
  public Xdr attributes(String path) {
    return Xdr.xdr().attributes(type(path), tree.fsid(), tree.attributes(inode(path)));
  }

  /** ftype3 of a path. */
  public int type(String path) {
    return switch (tree.kind(inode(path))) {
      case REGULAR -> 1;
      case DIRECTORY -> 2;
      case BLOCK_DEVICE -> 3;
      case CHARACTER_DEVICE -> 4;
      case SYMLINK -> 5;
      case SOCKET -> 6;
      case FIFO -> 7;
    };
  }

  private static byte[] data() {
    byte[] data = new byte[100_001];
    for (int i = 0; i < data.length; i++) {
      data[i] = (byte) (i * 31 + (i >> 8));
    }
    return data;
  }
}
