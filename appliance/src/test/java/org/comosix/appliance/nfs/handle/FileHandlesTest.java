package org.comosix.appliance.nfs.handle;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.Target.State;
import org.comosix.appliance.testkit.TempGeneration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileHandlesTest {

  private static final HandleKey KEY = new HandleKey(new byte[HandleKey.LENGTH]);

  private Path state = Path.of("");
  private GenerationFileSystem tree;
  private FileHandles handles;

  @BeforeEach
  void publish(@TempDir Path directory) {
    state = directory;
    tree = TempGeneration.in(state).file("a", "a").publish();
    handles = new FileHandles(KEY, TempGeneration.catalog(state));
  }

  @Test
  void aHandleLeadsBackToItsInode() {
    Target target = read(handle(tree.fsid(), 2));

    assertThat(target.state()).isEqualTo(State.FOUND);
    assertThat(target.inode()).isEqualTo(2);
    assertThat(target.fileSystem().fsid()).isEqualTo(tree.fsid());
  }

  @Test
  void aHandleIsTheSameAfterARestart() {
    byte[] before = handle(tree.fsid(), 2);

    handles = new FileHandles(KEY, TempGeneration.catalog(state));

    assertThat(handle(tree.fsid(), 2)).isEqualTo(before);
    assertThat(read(before).isFound()).isTrue();
  }

  @Test
  void anyChangedBitMakesItNoHandle() {
    byte[] good = handle(tree.fsid(), 2);
    for (int bit = 0; bit < good.length * Byte.SIZE; bit++) {
      byte[] forged = good.clone();
      forged[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      assertThat(read(forged).state()).as("bit %d", bit).isEqualTo(State.BADHANDLE);
    }
  }

  @Test
  void anyOtherLengthMakesItNoHandle() {
    byte[] good = handle(tree.fsid(), 2);
    for (int length = 0; length <= 64; length++) {
      if (length != good.length) {
        assertThat(read(Arrays.copyOf(good, length)).state()).isEqualTo(State.BADHANDLE);
      }
    }
  }

  @Test
  void anotherKeysHandleIsNone() {
    byte[] key = new byte[HandleKey.LENGTH];
    key[0] = 1;
    byte[] other = handle(tree.fsid(), 2);
    handles = new FileHandles(new HandleKey(key), TempGeneration.catalog(state));

    assertThat(read(other).state()).isEqualTo(State.BADHANDLE);
  }

  @Test
  void ourHandleOfWhatIsGoneIsStale() {
    assertThat(read(handle(tree.fsid() + 1, 2)).state()).isEqualTo(State.STALE);
    assertThat(read(handle(tree.fsid(), tree.maxInode() + 1)).state()).isEqualTo(State.STALE);
    assertThat(read(handle(tree.fsid(), 0)).state()).isEqualTo(State.STALE);
    assertThat(read(handle(tree.fsid(), -1)).state()).isEqualTo(State.STALE);
  }

  private byte[] handle(long fsid, long inode) {
    ByteBuffer buffer = ByteBuffer.allocate(FileHandles.LENGTH);
    handles.writeFixed(new XdrWriter(buffer), fsid, inode);
    return buffer.array();
  }

  private Target read(byte[] handle) {
    byte[] wire = Xdr.xdr().opaque(handle).bytes();
    return handles.read(new XdrReader().over(ByteBuffer.wrap(wire), 0, wire.length));
  }
}
