package org.comosix.appliance.nfs.v3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.file.Path;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.Xdr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 1813, sections 3.3.1, 3.3.3, 3.3.4 and 3.3.5. */
final class ObjectProceduresTest {

  private static final int GETATTR = 1;
  private static final int LOOKUP = 3;
  private static final int ACCESS = 4;
  private static final int READLINK = 5;
  private static final int NOENT = 2;
  private static final int ACCES = 13;
  private static final int NOTDIR = 20;
  private static final int INVAL = 22;
  private static final int NAMETOOLONG = 63;
  private static final int STALE = 70;
  private static final int BADHANDLE = 10_001;

  private NfsFixture nfs;

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "etc/secret", "data.bin", "bin", "dev/null", "dev/vda", "dev/initctl"})
  void getattrTellsWhatTheImageTold(String path) {
    assertThat(nfs.nfs(GETATTR, nfs.handle(path)))
        .isEqualTo(
            xdr()
                .u32(0)
                .fattr(nfs.type(path), nfs.tree.fsid(), nfs.tree.attributes(nfs.inode(path)))
                .bytes());
  }

  /** By numbers, so that the test does not share a mistake with what it calls. */
  @Test
  void getattrOfAFileInFull() {
    Xdr expected = xdr().u32(0, 1, 0640, 1, 1000, 50).u64(1).u64(4096).u32(0, 0);
    expected.u64(nfs.tree.fsid()).u64(nfs.inode("etc/secret"));
    for (int i = 0; i < 3; i++) {
      expected.u32(1_600_000_000, 123_456_789);
    }
    assertThat(nfs.nfs(GETATTR, nfs.handle("etc/secret"))).isEqualTo(expected.bytes());
  }

  @Test
  void twoNamesOfOneFileHaveOneFileid() {
    assertThat(nfs.nfs(GETATTR, nfs.handle("etc/data")))
        .isEqualTo(nfs.nfs(GETATTR, nfs.handle("data.bin")));
    assertThat(nfs.tree.attributes(nfs.inode("data.bin")).nlink()).isEqualTo(2);
  }

  @Test
  void aForgedHandleIsBadhandleAndOneOfAGoneGenerationIsStale() {
    Xdr forged = xdr().opaque(new byte[32]);
    Xdr gone = nfs.handle(nfs.tree.fsid() + 1, 1);

    assertThat(nfs.nfs(GETATTR, forged)).isEqualTo(xdr().u32(BADHANDLE).bytes());
    assertThat(nfs.nfs(GETATTR, gone)).isEqualTo(xdr().u32(STALE).bytes());
    assertThat(nfs.nfs(READLINK, forged)).isEqualTo(xdr().u32(BADHANDLE, 0).bytes());
    assertThat(nfs.nfs(ACCESS, gone.u32(63))).isEqualTo(xdr().u32(STALE, 0).bytes());
    assertThat(nfs.counters.of(NfsEvent.BADHANDLE)).isEqualTo(2);
    assertThat(nfs.counters.of(NfsEvent.STALE)).isEqualTo(2);
  }

  @Test
  void lookupGivesHandleAndAttributesOfBoth() {
    assertThat(lookup(0, "etc", "hostname"))
        .isEqualTo(
            xdr()
                .u32(0)
                .raw(nfs.handle("etc/hostname"))
                .raw(nfs.attributes("etc/hostname"))
                .raw(nfs.attributes("etc"))
                .bytes());
  }

  @ParameterizedTest
  @CsvSource({"etc, ., etc", "etc, .., /", "/, .., /", "/, ., /"})
  void dotsAreTheDirectoryAndItsParentAndTheRootsParentIsTheRoot(
      String directory, String name, String found) {
    assertThat(lookup(0, directory, name))
        .isEqualTo(
            xdr()
                .u32(0)
                .raw(nfs.handle(found))
                .raw(nfs.attributes(found))
                .raw(nfs.attributes(directory))
                .bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "/, nothing, " + NOENT,
    "/, ..., " + NOENT,
    "/, etc/hostname, " + ACCES,
    "/, '', " + ACCES,
    "/, 'e\0tc', " + ACCES,
    "/, /, " + ACCES,
    "data.bin, x, " + NOTDIR,
    "bin, x, " + NOTDIR
  })
  void aNameThatIsNotThereOrCannotBe(String directory, String name, int status) {
    assertThat(lookup(0, directory, name))
        .isEqualTo(xdr().u32(status).raw(nfs.attributes(directory)).bytes());
  }

  @Test
  void aNameOfMoreThan255BytesIsNametoolong() {
    assertThat(lookup(0, "etc", "x".repeat(256)))
        .isEqualTo(xdr().u32(NAMETOOLONG).raw(nfs.attributes("etc")).bytes());
    assertThat(lookup(0, "etc", "x".repeat(255)))
        .isEqualTo(xdr().u32(NOENT).raw(nfs.attributes("etc")).bytes());
  }

  @Test
  void lookupNeedsToSearchTheDirectory() {
    byte[] refused = xdr().u32(ACCES).raw(nfs.attributes("home")).bytes();

    assertThat(lookup(1001, "home", "mine")).isEqualTo(refused);
    assertThat(lookup(1001, "home", "nothing")).isEqualTo(refused);
    assertThat(lookup(1001, "home", "..")).isEqualTo(refused);
    assertThat(lookup(1000, "home", "mine")).startsWith(0, 0, 0, 0);
    assertThat(lookup(0, "home", "mine")).startsWith(0, 0, 0, 0);
  }

  @ParameterizedTest
  @CsvSource({
    "0, home, 63, 3",
    "1001, home, 63, 0",
    "1000, home, 63, 3",
    "1000, home, 2, 2",
    "1001, dev/null, 63, 1",
    "0, dev/null, 63, 13",
    "0, data.bin, 63, 1"
  })
  void accessIsWhatIsAskedForAndGranted(int uid, String path, int wanted, int granted) {
    assertThat(nfs.nfsAs(uid, ACCESS, nfs.handle(path).u32(wanted)))
        .isEqualTo(xdr().u32(0).raw(nfs.attributes(path)).u32(granted).bytes());
  }

  @Test
  void readlinkGivesTheTarget() {
    assertThat(nfs.nfsAs(1001, READLINK, nfs.handle("bin")))
        .isEqualTo(xdr().u32(0).raw(nfs.attributes("bin")).string("usr/bin").bytes());
  }

  @Test
  void readlinkOfWhatIsNoLinkIsInval() {
    assertThat(nfs.nfs(READLINK, nfs.handle("etc")))
        .isEqualTo(xdr().u32(INVAL).raw(nfs.attributes("etc")).bytes());
  }

  private byte[] lookup(int uid, String directory, String name) {
    return nfs.nfsAs(uid, LOOKUP, nfs.handle(directory).string(name));
  }
}
