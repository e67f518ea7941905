package org.comosix.appliance.nfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.NfsFixture.MOUNT;
import static org.comosix.appliance.nfs.NfsFixture.NFS;
import static org.comosix.appliance.nfs.NfsFixture.XID;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Calls of every procedure, cut short and changed at random: the answer is a proper reply or none,
 * soon, and never SYSTEM_ERR.
 */
@Timeout(120)
final class CallMutationTest {

  private static final int MUTATIONS_OF_EACH = 4000;
  private static final int LARGEST = XdrWriter.LARGEST_REPLY + (1 << 20);

  private NfsFixture nfs;

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @Test
  void everyCallDecodesAsItIs() {
    for (byte[] call : calls()) {
      assertThat(word(nfs.reply(call), 5)).as("accept_stat").isZero();
    }
  }

  @Test
  void aCallCutAtAnyLengthGetsAProperReplyOrNone() {
    for (byte[] call : calls()) {
      for (int length = 0; length < call.length; length++) {
        assertProper(nfs.reply(Arrays.copyOf(call, length)));
      }
    }
    assertThat(nfs.counters.of(NfsEvent.SYSTEM_ERR)).isZero();
    assertThat(nfs.counters.of(NfsEvent.GARBAGE_ARGS)).isPositive();
  }

  @Test
  void aChangedCallGetsAProperReplyOrNone() {
    Random random = new Random(20_261_122);
    for (byte[] call : calls()) {
      for (int i = 0; i < MUTATIONS_OF_EACH; i++) {
        assertProper(nfs.reply(mutate(call.clone(), random)));
      }
    }
    assertThat(nfs.counters.of(NfsEvent.SYSTEM_ERR)).isZero();
    assertThat(nfs.counters.of(NfsEvent.GARBAGE_ARGS)).isPositive();
    assertThat(nfs.counters.of(NfsEvent.BADHANDLE)).isPositive();
  }

  /** One to three words or bytes become others, such as lengths that are hard to bear. */
  private static byte[] mutate(byte[] call, Random random) {
    int[] hard = {0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 255, 256, 1 << 20, 0x7fff_fffc};
    for (int i = random.nextInt(3); i >= 0; i--) {
      if (random.nextBoolean()) {
        int word = 4 * random.nextInt(call.length / 4);
        ByteBuffer.wrap(call).putInt(word, hard[random.nextInt(hard.length)]);
      } else {
        call[random.nextInt(call.length)] = (byte) random.nextInt();
      }
    }
    return call;
  }

  private static void assertProper(byte[] reply) {
    if (reply.length == 0) {
      return;
    }
    assertThat(reply.length % 4).isZero();
    assertThat(reply.length).isBetween(20, LARGEST);
    assertThat(word(reply, 1)).as("mtype REPLY").isEqualTo(1);
    assertThat(word(reply, 2)).as("reply_stat").isBetween(0, 1);
    if (word(reply, 2) == 0) {
      assertThat(word(reply, 5)).as("accept_stat").isBetween(0, 4);
    }
  }

  private static int word(byte[] reply, int number) {
    return ByteBuffer.wrap(reply).getInt(4 * number);
  }

  private List<byte[]> calls() {
    Xdr sattr = xdr().u32(1, 0644, 1, 0, 1, 0, 1).u64(0).u32(1, 2, 5, 6);
    Xdr entry = nfs.handle("etc").string("x");
    List<byte[]> calls = new ArrayList<>();
    calls.add(nfs3(0, xdr()));
    calls.add(nfs3(1, nfs.handle("etc")));
    calls.add(nfs3(2, nfs.handle("etc").raw(sattr).u32(1).u64(5)));
    calls.add(nfs3(3, nfs.handle("etc").string("hostname")));
    calls.add(nfs3(4, nfs.handle("etc").u32(63)));
    calls.add(nfs3(5, nfs.handle("bin")));
    calls.add(nfs3(6, nfs.handle("data.bin").u64(100).u32(5)));
    calls.add(nfs3(6, nfs.handle("data.bin").u64(100).u32(50_000)));
    calls.add(nfs3(7, nfs.handle("data.bin").u64(0).u32(5, 2).string("bytes")));
    calls.add(nfs3(8, xdr().raw(entry).u32(0).raw(sattr)));
    calls.add(nfs3(8, xdr().raw(entry).u32(2).u64(9)));
    calls.add(nfs3(9, xdr().raw(entry).raw(sattr)));
    calls.add(nfs3(10, xdr().raw(entry).raw(sattr).string("to")));
    calls.add(nfs3(11, xdr().raw(entry).u32(4).raw(sattr).u32(1, 3)));
    calls.add(nfs3(12, entry));
    calls.add(nfs3(13, entry));
    calls.add(nfs3(14, xdr().raw(entry).raw(entry)));
    calls.add(nfs3(15, nfs.handle("data.bin").raw(entry)));
    calls.add(nfs3(16, nfs.handle("etc").u64(0).u64(0).u32(4096)));
    calls.add(nfs3(17, nfs.handle("many").u64(0).u64(0).u32(4096, 4096)));
    for (int procedure = 18; procedure <= 20; procedure++) {
      calls.add(nfs3(procedure, nfs.handle("/")));
    }
    calls.add(nfs3(21, nfs.handle("etc").u64(0).u32(0)));
    calls.add(call(XID, MOUNT, 3, 1, 0, 1, 2, 3).string("/comosix/test/1/etc").bytes());
    calls.add(call(XID, MOUNT, 3, 3, 0).string("/comosix/test/1").bytes());
    calls.add(call(XID, MOUNT, 3, 5, 0).bytes());
    return calls;
  }

  private static byte[] nfs3(int procedure, Xdr arguments) {
    return call(XID, NFS, 3, procedure, 0, 1, 2).raw(arguments).bytes();
  }
}
