package org.comosix.appliance.nfs.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.NfsFixture.NFS;
import static org.comosix.appliance.nfs.NfsFixture.XID;
import static org.comosix.appliance.nfs.Xdr.accepted;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.file.Path;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.Xdr;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 1813, sections 3.3.0 and 3.3.18 to 3.3.20. */
final class FileSystemProceduresTest {

  private NfsFixture nfs;

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @Test
  void nullDoesNothing() {
    assertThat(nfs.nfs(0, xdr())).isEmpty();
  }

  @Test
  void thereIsNoProcedure22() {
    assertThat(nfs.reply(call(XID, NFS, 3, 22, 0).bytes())).isEqualTo(accepted(XID, 3).bytes());
  }

  @Test
  void version2And4AreMismatchesThatName3() {
    byte[] expected = accepted(XID, 2).u32(3, 3).bytes();

    assertThat(nfs.reply(call(XID, NFS, 2, 0, 0).bytes())).isEqualTo(expected);
    assertThat(nfs.reply(call(XID, NFS, 4, 0, 0).bytes())).isEqualTo(expected);
  }

  @Test
  void fsstatSaysThatAllIsUsed() {
    // data.bin takes 25 blocks of 4096; hostname, secret, mine and here one each.
    assertThat(nfs.nfs(18, nfs.handle("etc")))
        .isEqualTo(
            xdr()
                .u32(0)
                .raw(nfs.attributes("etc"))
                .u64(29 * 4096)
                .u64(0)
                .u64(0)
                .u64(nfs.tree.maxInode())
                .u64(0)
                .u64(0)
                .u32(0xffff_ffffL)
                .bytes());
  }

  @Test
  void fsinfoOffersOneMebibyteByTcpAndADatagramByUdp() {
    assertThat(nfs.nfs(19, nfs.handle("/"))).isEqualTo(fsinfo(1 << 20, 64 << 10, 64 << 10));
    nfs.carrier = Carrier.UDP;
    assertThat(nfs.nfs(19, nfs.handle("/"))).isEqualTo(fsinfo(32 << 10, 32 << 10, 32 << 10));
  }

  private byte[] fsinfo(int read, int write, int listing) {
    Xdr expected = xdr().u32(0).raw(nfs.attributes("/"));
    expected.u32(read, read, 4096, write, write, 4096, listing).u64(Long.MAX_VALUE);
    return expected.u32(0, 1, 0xb).bytes();
  }

  @Test
  void pathconf() {
    assertThat(nfs.nfs(20, nfs.handle("bin")))
        .isEqualTo(xdr().u32(0).raw(nfs.attributes("bin")).u32(65_000, 255, 1, 1, 0, 1).bytes());
  }

  @Test
  void aForgedHandleHasNoFileSystem() {
    for (int procedure = 18; procedure <= 20; procedure++) {
      assertThat(nfs.nfs(procedure, xdr().opaque(new byte[32])))
          .isEqualTo(xdr().u32(10_001, 0).bytes());
    }
  }
}
