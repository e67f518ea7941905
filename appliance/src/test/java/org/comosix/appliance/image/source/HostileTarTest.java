package org.comosix.appliance.image.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.store.GenerationImport;
import org.comosix.appliance.image.store.ImageStore;
import org.comosix.appliance.testkit.GnuTar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are broken or mean harm are refused by the name of the entry, and cost little. */
class HostileTarTest {

  private static final ImageName IMAGE = new ImageName("hostile");

  private final Path tree;
  private final Path archive;
  private final Path root;
  private final ImageStore store;

  HostileTarTest(@TempDir Path directory) throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    archive = directory.resolve("archive.tar");
    root = directory.resolve("images");
    store = ImageStore.open(root);
    GnuTar.shell(tree, "echo content > file; mkdir dir; echo more > dir/inner");
  }

  @Test
  void namesThatLeadOutAreRefused() {
    GnuTar.create(archive, tree, "-P", "--transform=s,^file,../../etc/file,", "file", "--");
    refused("entry \"../../etc/file\" leads upwards by \"..\"");
    GnuTar.create(archive, tree, "-P", "--transform=s,^file,/etc/file,", "file", "--");
    refused("entry \"/etc/file\" is absolute");
    GnuTar.create(archive, tree, "-P", "--transform=s,^file,a/../file,", "file", "--");
    refused("entry \"a/../file\" leads upwards by \"..\"");
  }

  @Test
  void nothingIsPutThroughASymbolicLink() {
    GnuTar.shell(tree, "rm -r dir; ln -s /etc dir; tar -cf ../archive.tar dir; rm dir; mkdir dir");
    GnuTar.shell(tree, "echo x > dir/shadow; tar -rf ../archive.tar dir/shadow");
    refused("entry \"dir/shadow\" leads through \"dir\", which is not a directory");
  }

  @Test
  void hardLinksLeadToWhatIsThere() {
    GnuTar.shell(tree, "ln file link; tar -cf ../archive.tar file link");
    GnuTar.shell(tree, "tar --delete -f ../archive.tar file");
    refused("entry \"link\" is a hard link to \"file\", which is not there");
    GnuTar.create(
        archive, tree, "-P", "--transform=flags=h;s,^file,../../etc/shadow,", "file", "link", "--");
    refused("entry \"link\" is a hard link, and its target is refused: entry \"../../etc/shadow\"");
    GnuTar.create(archive, tree, "--transform=flags=h;s,^file,dir,", "dir", "file", "link", "--");
    refused("entry \"link\" is a hard link to a directory");
  }

  @Test
  void aDirectoryThatIsNotEmptyIsNotReplaced() {
    GnuTar.shell(tree, "tar -cf ../archive.tar dir; rm -r dir; echo x > dir");
    GnuTar.shell(tree, "tar -rf ../archive.tar dir");
    refused("entry \"dir\" would replace a directory that is not empty");
  }

  @Test
  void namesThatAreTooLongAreRefused() throws IOException {
    String name = "x".repeat(256);
    GnuTar.create(archive, tree, "--transform=s,^file," + name + ",", "file", "--");
    refused("has a name longer than 255 bytes");
    String deep = "d/".repeat(2500) + "file";
    GnuTar.create(archive, tree, "--transform=s,^file," + deep + ",", "file", "--");
    refused("is longer than 4095 bytes");
    GnuTar.create(
        archive,
        tree,
        "--format=posix",
        "--pax-option=SCHILY.xattr.user.x:=" + "y".repeat(100_000),
        "file",
        "--");
    assertThatThrownBy(() -> importWith(new ImportLimits(100, 1 << 20, 10_000)))
        .hasMessageContaining("bytes of extended headers");
    assertThat(Files.size(archive)).isGreaterThan(100_000);
  }

  @Test
  @Timeout(20)
  void aBombIsRefusedByItsHeader() {
    GnuTar.shell(tree, "truncate -s 7T bomb");
    GnuTar.create(archive, tree, "--sparse", "bomb", "--");
    refused("entry \"bomb\" has 7696581394432 bytes and would bring the image to more than");
  }

  @Test
  void countsAreBounded() {
    assertThatThrownBy(() -> tarAndImport(new ImportLimits(3, 1 << 20, 1 << 20)))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("is one too many: an import holds 3 names");
    assertThatThrownBy(() -> tarAndImport(new ImportLimits(100, 10, 1 << 20)))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining("would bring the image to more than 10");
  }

  @Test
  void anArchiveThatWasCutOffIsRefused() throws IOException {
    GnuTar.create(archive, tree);
    byte[] whole = Files.readAllBytes(archive);
    int end = whole.length;
    while (whole[end - 1] == 0) {
      end--;
    }
    int contentEnd = (end + 511) / 512 * 512;
    for (int length = 1; length < contentEnd + 512; length += 97) {
      Files.write(archive, Arrays.copyOf(whole, length));
      refused("");
    }
    Files.write(archive, Arrays.copyOf(whole, contentEnd));
    refused("it ends without an end-of-archive mark: it was cut off");
    Files.write(archive, new byte[0]);
    refused("it was cut off");
  }

  @Test
  void aCompressedArchiveThatWasDamagedIsRefused() throws IOException {
    for (String option : new String[] {"--gzip", "--bzip2", "--xz", "--zstd"}) {
      GnuTar.create(archive, tree, option);
      byte[] whole = Files.readAllBytes(archive);
      byte[] cut = Arrays.copyOf(whole, whole.length / 2);
      Files.write(archive, cut);
      refused("the archive cannot be read at ");
    }
  }

  @Test
  void otherFilesAreNoArchives() throws IOException {
    Files.writeString(archive, "hello\n".repeat(1000));
    refused("it is not a tar archive");
    Files.writeString(archive, "hello\n");
    refused("it is not a tar archive");
  }

  @Test
  void aSecondArchiveBehindTheFirstIsNotDroppedInSilence() throws IOException {
    GnuTar.create(archive, tree);
    byte[] one = Files.readAllBytes(archive);
    byte[] two = Arrays.copyOf(one, 2 * one.length);
    System.arraycopy(one, 0, two, one.length, one.length);
    Files.write(archive, two);
    refused("there is more behind the end-of-archive mark");
  }

  @Test
  @Timeout(60)
  void aMutatedArchiveIsTakenOrRefusedButNeverBreaksUs() throws IOException {
    GnuTar.shell(tree, "truncate -s 100K hole; echo end >> hole; ln file hard; ln -s file soft");
    String[][] forms = {
      {"--format=gnu", "--sparse"},
      {"--format=posix", "--sparse", "--pax-option=SCHILY.xattr.user.a:=b"},
      {"--format=posix", "--sparse", "--sparse-version=0.1"},
      {"--format=ustar"}
    };
    Random random = new Random(7);
    int refused = 0;
    for (String[] form : forms) {
      GnuTar.create(archive, tree, form);
      byte[] whole = Files.readAllBytes(archive);
      for (int i = 0; i < 150; i++) {
        byte[] mutated = whole.clone();
        for (int flips = random.nextInt(4); flips >= 0; flips--) {
          mutated[random.nextInt(mutated.length * 3 / 4)] ^= (byte) (1 << random.nextInt(8));
        }
        if (i % 2 == 0) {
          repairChecksums(mutated, random);
        }
        refused += isRefused(mutated) ? 1 : 0;
      }
    }
    assertThat(refused).isBetween(50, 599);
  }

  /** So that a mutation gets past the checksum: changes a header's byte and sums it again. */
  private static void repairChecksums(byte[] tar, Random random) {
    int block = 512 * random.nextInt(tar.length / 512);
    if (tar[block + 257] != 'u') {
      return;
    }
    tar[block + random.nextInt(148)] = (byte) random.nextInt();
    Arrays.fill(tar, block + 148, block + 156, (byte) ' ');
    int sum = 0;
    for (int i = 0; i < 512; i++) {
      sum += tar[block + i] & 0xff;
    }
    byte[] digits = "%06o\0".formatted(sum).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    System.arraycopy(digits, 0, tar, block + 148, digits.length);
  }

  private boolean isRefused(byte[] tar) throws IOException {
    try (GenerationImport generation =
        store.begin(IMAGE, new ImportLimits(100, 1 << 24, 1 << 16))) {
      new TarImport(generation, new ImportLimits(100, 1 << 24, 1 << 16))
          .read(new ByteArrayInputStream(tar), tar.length, ImportProgress.NONE);
      return false;
    } catch (ImageRefusedException e) {
      return true;
    }
  }

  private void tarAndImport(ImportLimits limits) throws IOException {
    GnuTar.create(archive, tree);
    importWith(limits);
  }

  private void importWith(ImportLimits limits) throws IOException {
    try (GenerationImport generation = store.begin(IMAGE, limits);
        var in = Files.newInputStream(archive)) {
      new TarImport(generation, limits).read(in, Files.size(archive), ImportProgress.NONE);
      generation.commit(0, ImportProgress.NONE);
    }
  }

  private void refused(String why) {
    long before = System.nanoTime();
    assertThatThrownBy(() -> importWith(ImportLimits.DEFAULT))
        .isInstanceOf(ImageRefusedException.class)
        .hasMessageContaining(why);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(10));
    assertThat(store.generations()).isEmpty();
    try (Stream<Path> segments = Files.list(root.resolve("segments"))) {
      assertThat(segments).as("nothing is left of it").isEmpty();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
