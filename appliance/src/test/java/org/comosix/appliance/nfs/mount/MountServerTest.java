package org.comosix.appliance.nfs.mount;

import static org.assertj.core.api.Assertions.assertThat;
import static org.comosix.appliance.nfs.NfsFixture.MOUNT;
import static org.comosix.appliance.nfs.NfsFixture.XID;
import static org.comosix.appliance.nfs.Xdr.accepted;
import static org.comosix.appliance.nfs.Xdr.call;
import static org.comosix.appliance.nfs.Xdr.xdr;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import org.comosix.appliance.domain.BootFact;
import org.comosix.appliance.domain.BootStage;
import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.NfsFixture;
import org.comosix.appliance.nfs.Xdr;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 1813, section 5. */
final class MountServerTest {

  private static final String EXPORT = "/comosix/test/1";
  private static final int MNT = 1;
  private static final int DUMP = 2;
  private static final int UMNT = 3;
  private static final int UMNTALL = 4;
  private static final int EXPORTS = 5;

  private NfsFixture nfs;

  @BeforeEach
  void publish(@TempDir Path state) {
    nfs = new NfsFixture(state);
  }

  @ParameterizedTest
  @CsvSource({EXPORT + ", /", EXPORT + "/, /", "/" + EXPORT + "//etc/, etc", EXPORT + "/etc, etc"})
  void mntGivesTheDirectorysHandleAndTheFlavours(String path, String directory) {
    assertThat(mount(3, MNT, xdr().string(path)))
        .isEqualTo(xdr().u32(0).raw(nfs.handle(directory)).u32(2, 1, 0).bytes());
  }

  @Test
  void mntTellsTheObserver() {
    mount(3, MNT, xdr().string(EXPORT));

    assertThat(nfs.facts)
        .containsExactly(
            new BootFact(
                NfsFixture.NOW, BootStage.NFS_MOUNT, NfsFixture.CLIENT, Optional.empty(), EXPORT));
  }

  @Test
  void version1GivesTheSameHandleWithoutLengthAndFlavours() {
    byte[] handle = nfs.handle("/").bytes();
    assertThat(mount(1, MNT, xdr().string(EXPORT)))
        .isEqualTo(xdr().u32(0).raw(Arrays.copyOfRange(handle, 4, handle.length)).bytes());
  }

  @ParameterizedTest
  @CsvSource({
    "/comosix/test/2, 2",
    "/comosix/test/11, 2",
    "/comosix/test, 2",
    "/, 2",
    "'', 2",
    EXPORT + "/nothing, 2",
    EXPORT + "/.., 2",
    EXPORT + "/etc/hostname, 20",
    EXPORT + "/bin, 20"
  })
  void mntOfWhatIsNoExportedDirectoryIsRefused(String path, int status) {
    assertThat(mount(3, MNT, xdr().string(path))).isEqualTo(xdr().u32(status).bytes());
    assertThat(nfs.facts).isEmpty();
    assertThat(nfs.counters.of(NfsEvent.MOUNT_REFUSED)).isEqualTo(1);
  }

  @Test
  void mntBelowADirectoryThatTheCallerMayNotSearchIsAcces() {
    Xdr call = call(XID, MOUNT, 3, MNT, 1001).string(EXPORT + "/home/mine");
    assertThat(nfs.results(call)).isEqualTo(xdr().u32(13).bytes());
  }

  @Test
  void aPathOfMoreThan1024BytesIsGarbage() {
    byte[] call = call(XID, MOUNT, 3, MNT, 0).string("/".repeat(1025)).bytes();
    assertThat(nfs.reply(call)).isEqualTo(accepted(XID, 4).bytes());
  }

  @Test
  void dumpListsWhatIsMountedUntilItIsUnmounted() {
    mount(3, MNT, xdr().string(EXPORT));
    mount(3, MNT, xdr().string(EXPORT + "/etc"));
    mount(3, MNT, xdr().string(EXPORT));
    byte[] nothing = xdr().u32(0).bytes();

    Xdr both = xdr().u32(1).string("10.77.0.11").string(EXPORT + "/etc");
    both.u32(1).string("10.77.0.11").string(EXPORT).u32(0);
    assertThat(mount(3, DUMP, xdr())).isEqualTo(both.bytes());

    assertThat(mount(3, UMNT, xdr().string(EXPORT + "/etc"))).isEmpty();
    assertThat(mount(3, DUMP, xdr()))
        .isEqualTo(xdr().u32(1).string("10.77.0.11").string(EXPORT).u32(0).bytes());

    assertThat(mount(3, UMNTALL, xdr())).isEmpty();
    assertThat(mount(3, DUMP, xdr())).isEqualTo(nothing);
  }

  @Test
  void exportListsEachGenerationForEveryone() {
    byte[] expected = xdr().u32(1).string(EXPORT).u32(0, 0).bytes();

    assertThat(mount(3, EXPORTS, xdr())).isEqualTo(expected);
    assertThat(mount(1, EXPORTS, xdr())).isEqualTo(expected);
  }

  @Test
  void aListOfTheLongestPathsIsCutToOneReply() {
    for (int i = 0; i < 1024; i++) {
      mount(3, MNT, xdr().string(EXPORT + "/".repeat(800) + "etc" + "/".repeat(1 + i % 200)));
    }
    assertThat(mount(3, DUMP, xdr())).hasSizeBetween(60_000, 66_000);
    assertThat(nfs.counters.of(NfsEvent.LIST_CUT)).isEqualTo(1);
  }

  @Test
  void nullAndWhatIsNoProcedure() {
    assertThat(mount(3, 0, xdr())).isEmpty();
    assertThat(nfs.reply(call(XID, MOUNT, 3, 6, 0).bytes())).isEqualTo(accepted(XID, 3).bytes());
  }

  private byte[] mount(int version, int procedure, Xdr arguments) {
    return nfs.results(call(XID, MOUNT, version, procedure, 0).raw(arguments));
  }
}
