package org.comosix.appliance.nfs.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.NfsFixture.NFS;
import static org.comosix.appliance.nfs.NfsFixture.XID;
import static org.comosix.appliance.nfs.Xdr.accepted;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.file.Path;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.Xdr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** RFC 1813, section 3.3: nothing on a read-only export can be changed. */
final class WritingProceduresTest {

  private static final int ROFS = 30;
  private static final int BADHANDLE = 10_001;

  private static final int[] DIRECTORY_AND_NAME = {8, 9, 10, 11, 12, 13};

  private NfsFixture nfs;

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @Test
  void setattrWriteAndCommitAnswerRofsWithTheFilesAttributes() {
    byte[] expected = xdr().u32(ROFS, 0).raw(nfs.attributes("data.bin")).bytes();
    Xdr guarded = file().raw(fullSattr()).u32(1).u64(5);

    assertThat(nfs.nfs(2, file().raw(emptySattr()).u32(0))).isEqualTo(expected);
    assertThat(nfs.nfs(2, guarded)).isEqualTo(expected);
    assertThat(nfs.nfs(7, file().u64(0).u32(5, 2).string("bytes"))).isEqualTo(expected);
    assertThat(nfs.nfs(21, file().u64(0).u32(0))).isEqualTo(expected);
    assertThat(nfs.counters.of(NfsEvent.ROFS)).isEqualTo(4);
  }

  @Test
  void createMkdirSymlinkMknodRemoveRmdirAnswerRofsWithTheDirectorysAttributes() {
    byte[] expected = xdr().u32(ROFS, 0).raw(nfs.attributes("etc")).bytes();

    assertThat(nfs.nfs(8, name().u32(0).raw(fullSattr()))).isEqualTo(expected); // UNCHECKED
    assertThat(nfs.nfs(8, name().u32(1).raw(emptySattr()))).isEqualTo(expected); // GUARDED
    assertThat(nfs.nfs(8, name().u32(2).u64(7))).isEqualTo(expected); // EXCLUSIVE
    assertThat(nfs.nfs(9, name().raw(emptySattr()))).isEqualTo(expected);
    assertThat(nfs.nfs(10, name().raw(emptySattr()).string("to"))).isEqualTo(expected);
    assertThat(nfs.nfs(11, name().u32(4).raw(emptySattr()).u32(1, 3))).isEqualTo(expected);
    assertThat(nfs.nfs(11, name().u32(7).raw(emptySattr()))).isEqualTo(expected);
    assertThat(nfs.nfs(12, name())).isEqualTo(expected);
    assertThat(nfs.nfs(13, name())).isEqualTo(expected);
  }

  @Test
  void renameTellsOfBothDirectories() {
    Xdr to = nfs.handle("dev").string("y");
    assertThat(nfs.nfs(14, name().raw(to)))
        .isEqualTo(
            xdr()
                .u32(ROFS, 0)
                .raw(nfs.attributes("etc"))
                .u32(0)
                .raw(nfs.attributes("dev"))
                .bytes());
  }

  @Test
  void linkTellsOfTheFileAndTheDirectory() {
    assertThat(nfs.nfs(15, file().raw(name())))
        .isEqualTo(
            xdr()
                .u32(ROFS)
                .raw(nfs.attributes("data.bin"))
                .u32(0)
                .raw(nfs.attributes("etc"))
                .bytes());
  }

  @Test
  void aForgedHandleIsBadhandleAlsoHere() {
    Xdr forged = xdr().opaque(new byte[5]);

    assertThat(nfs.nfs(21, xdr().raw(forged).u64(0).u32(0)))
        .isEqualTo(xdr().u32(BADHANDLE, 0, 0).bytes());
    assertThat(nfs.nfs(14, name().raw(forged).string("y")))
        .isEqualTo(xdr().u32(BADHANDLE, 0).raw(nfs.attributes("etc")).u32(0, 0).bytes());
    assertThat(nfs.nfs(15, xdr().raw(forged).raw(name())))
        .isEqualTo(xdr().u32(BADHANDLE, 0, 0).raw(nfs.attributes("etc")).bytes());
  }

  @Test
  void argumentsThatAreNoneAreGarbageArgs() {
    byte[] garbage = accepted(XID, 4).bytes();
    for (int procedure : DIRECTORY_AND_NAME) {
      assertThat(reply(procedure, nfs.handle("etc").u32(9))).isEqualTo(garbage);
    }
    assertThat(reply(8, name().u32(3))).isEqualTo(garbage); // createmode3
    assertThat(reply(7, file().u64(0).u32(5, 3).string("bytes"))).isEqualTo(garbage); // stable_how
    assertThat(reply(7, file().u64(0).u32(5, 2).u32(0x7fff_ffff))).isEqualTo(garbage);
    assertThat(reply(2, file().u32(2))).isEqualTo(garbage); // set_mode3
  }

  private byte[] reply(int procedure, Xdr arguments) {
    return nfs.reply(call(XID, NFS, 3, procedure, 0).raw(arguments).bytes());
  }

  private Xdr file() {
    return nfs.handle("data.bin");
  }

  private Xdr name() {
    return nfs.handle("etc").string("x");
  }

  private static Xdr emptySattr() {
    return xdr().u32(0, 0, 0, 0, 0, 0);
  }

  private static Xdr fullSattr() {
    return xdr().u32(1, 0644, 1, 0, 1, 0, 1).u64(0).u32(1, 2, 5, 6);
  }
}
