package org.comosix.appliance.image.bootcheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.luben.zstd.Zstd;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.testkit.BootableTree;
import org.comosix.appliance.testkit.Cpio;
import org.comosix.appliance.testkit.GnuTar;
import org.comosix.appliance.testkit.TempGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** What cannot boot is refused, with the file and the remedy. */
class BootCheckTest {

  private static final String VERSION = BootableTree.VERSION;
  private static final String MODULES = "usr/lib/modules/" + VERSION + "/kernel/";
  private static final String INITRD = "boot/initrd.img-" + VERSION;

  private final Path directory;
  private final Path root;
  private final BootableTree tree;

  BootCheckTest(@TempDir Path directory) throws IOException {
    this.directory = directory;
    this.root = Files.createDirectory(directory.resolve("root"));
    this.tree = new BootableTree(root);
  }

  @Test
  void whatHasAllCanBoot() {
    GenerationFileSystem image = image();
    BootArtifacts artifacts = BootCheck.check(image);
    ImageFiles files = new ImageFiles(image);
    assertThat(artifacts)
        .isEqualTo(
            new BootArtifacts(
                files.resolve("/boot/vmlinuz-" + VERSION).orElseThrow(),
                files.resolve("/" + INITRD).orElseThrow(),
                VERSION));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          rm boot/vmlinuz*                    | there is no kernel: no /boot/vmlinuz-VERSION
          rm boot/initrd*                     | has no initramfs: /boot/initrd.img-6.1.0-7-amd64 is
          rm -r usr/lib/modules/*             | has no modules: /lib/modules/6.1.0-7-amd64 is missing
          mv boot/vmlinuz-* boot/vmlinuz-6.2  | /boot/vmlinuz-6.2 says that it is version 6.1.0-7
          rm usr/sbin/init                    | /sbin/init leads to no file
          ln -sf init usr/sbin/init           | /sbin/init leads to no file
          rm usr/lib/systemd/systemd          | /sbin/init leads to no file
          chmod 644 usr/lib/systemd/systemd   | /sbin/init is not executable
          rm etc/machine-id                   | /etc/machine-id is missing
          echo 1234 > etc/machine-id          | /etc/machine-id is not an empty file
          ln -sf /run/id etc/machine-id       | /etc/machine-id is not an empty file
          for f in boot/initrd.img-*; do echo x > $f; done | cannot be read as an initramfs: it is cut off
          truncate -s 900 boot/initrd.img-*   | cannot be read as an initramfs
          """)
  void aTreeThatLacksSomethingIsRefused(String change, String reason) {
    GnuTar.shell(root, change);
    assertThat(refusal()).anySatisfy(problem -> assertThat(problem).contains(reason));
  }

  @ParameterizedTest(name = "without {0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          init                                 | has no /init, which the kernel starts
          scripts/nfs                          | has nothing that mounts NFS
          usr/bin/nfsmount                     | has nothing that mounts NFS
          KERNEL/net/sunrpc/sunrpc.ko          | lacks for NFS the modules sunrpc of
          KERNEL/fs/lockd/lockd.ko             | lacks for NFS the modules lockd of
          KERNEL/fs/nfs/nfs.ko                 | lacks for NFS the modules nfs of
          KERNEL/fs/nfs/nfsv3.ko               | lacks for NFS the modules nfsv3 of
          KERNEL/fs/nfs_common/nfs-acl.ko      | lacks for NFS the modules nfs_acl of
          KERNEL/drivers/net/ethernet/r8169.ko | has no driver of a network card
          """)
  void anInitramfsThatLacksSomethingIsRefused(String member, String reason) {
    assertThat(tree.initramfs.remove(member.replace("KERNEL/", MODULES))).isNotNull();
    tree.writeInitramfs();
    assertThat(refusal())
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem)
                    .startsWith("/" + INITRD + " " + reason)
                    .contains("update-initramfs -u -k " + VERSION));
  }

  @Test
  void aDriverWhoseOwnNeedIsMissingIsNone() {
    tree.initramfs.remove("usr/lib/modules/" + VERSION + "/modules.builtin");
    tree.writeInitramfs();
    assertThat(refusal()).singleElement().asString().contains("no driver of a network card");
  }

  @Test
  void modulesOfAnotherKernelDoNotCount() {
    GnuTar.shell(
        root,
        "cp boot/initrd.img-%s boot/initrd.img-6.10.2; mkdir usr/lib/modules/6.10.2; rm vmlinuz"
            .formatted(VERSION));
    tree.write("boot/vmlinuz-6.10.2", BootableTree.kernel("6.10.2"));
    List<String> reasons = refusal();
    assertThat(reasons).as("6.10.2 is newer than 6.1.0").hasSize(2);
    assertThat(reasons.get(0)).contains("lockd, nfs, nfsv3, sunrpc of the kernel 6.10.2");
    assertThat(reasons.get(1)).contains("no driver of a network card");
  }

  @Test
  void theKernelThatTheLinkNamesIsTaken() {
    tree.write("boot/vmlinuz-6.10.2", BootableTree.kernel("6.10.2"));
    assertThat(BootCheck.check(image()).kernelVersion()).isEqualTo(VERSION);
  }

  @Test
  void allReasonsComeAtOnce() {
    GnuTar.shell(root, "rm usr/sbin/init etc/machine-id");
    tree.initramfs.remove("init");
    tree.initramfs.remove("scripts/nfs");
    tree.writeInitramfs();
    assertThat(refusal()).hasSize(4);
  }

  @Test
  void dracutsInitramfsIsKnownToo() {
    tree.initramfs.remove("scripts/nfs");
    tree.initramfs.put("var/lib/dracut/hooks/cmdline/90-parse-nfsroot.sh", "");
    tree.writeInitramfs();
    assertThat(BootCheck.check(image()).kernelVersion()).isEqualTo(VERSION);
  }

  @Test
  void everyCompressionOfTheKernelIsRead() throws IOException {
    byte[] plain = Cpio.archive(tree.initramfs);
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (XZOutputStream packed = new XZOutputStream(xz, new LZMA2Options(1))) {
      packed.write(plain);
    }
    Map<String, byte[]> images =
        Map.of(
            "none", plain,
            "zstd", Zstd.compress(plain),
            "zstd and padding", concat(Zstd.compress(plain), new byte[777]),
            "xz", xz.toByteArray(),
            "lz4", lz4(plain),
            "two archives", concat(Cpio.archive(Map.of("early", "")), Zstd.compress(plain)));
    images.forEach(
        (name, image) -> {
          tree.write(INITRD, image);
          assertThat(BootCheck.check(image()).kernelVersion()).as(name).isEqualTo(VERSION);
        });
  }

  /** The legacy frame, with literals only (LZ4 block format: a token, more length, the bytes). */
  private static byte[] lz4(byte[] plain) {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.write(0xf0);
    int more = plain.length - 15;
    for (; more >= 255; more -= 255) {
      block.write(255);
    }
    block.write(more);
    block.writeBytes(plain);
    int length = block.size();
    byte[] header = {
      2, 0x21, 0x4c, 0x18, (byte) length, (byte) (length >> 8), (byte) (length >> 16), 0
    };
    return concat(header, block.toByteArray());
  }

  private static byte[] concat(byte[] first, byte[] second) {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(first);
    whole.writeBytes(second);
    return whole.toByteArray();
  }

  @Test
  void linksLeadAroundInsideTheImageOnly() {
    ImageFiles files =
        new ImageFiles(
            TempGeneration.in(directory.resolve("links"))
                .file("etc/machine-id", "")
                .symlink("up", "../../../etc/machine-id")
                .symlink("etc/absolute", "/etc/machine-id")
                .symlink("a", "b")
                .symlink("b", "a")
                .symlink("self", ".")
                .publish());
    assertThat(files.resolve("/up")).isPresent().isEqualTo(files.resolve("/etc/machine-id"));
    assertThat(files.resolve("/etc/absolute")).isEqualTo(files.resolve("/etc/machine-id"));
    assertThat(files.resolveLink("/etc/absolute")).isNotEqualTo(files.resolve("/etc/absolute"));
    assertThat(files.resolve("/a")).isEmpty();
    assertThat(files.resolve("/self/self/etc")).isPresent().isEqualTo(files.resolve("etc"));
    assertThat(files.resolve("/etc/machine-id/x")).isEmpty();
  }

  private List<String> refusal() {
    GenerationFileSystem image = image();
    return catchThrowableOfType(ImageRefusedException.class, () -> BootCheck.check(image))
        .reasons();
  }

  private GenerationFileSystem image() {
    Path archive = tree.tar(directory.resolve("root.tar"));
    return TempGeneration.fromTar(directory.resolve("state"), archive);
  }
}
