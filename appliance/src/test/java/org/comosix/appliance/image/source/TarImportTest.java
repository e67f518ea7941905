package org.comosix.appliance.image.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.store.StoredXattrs;
import org.comosix.appliance.testkit.GnuTar;
import org.comosix.appliance.testkit.TempGeneration;
import org.comosix.appliance.testkit.TreeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives made by GNU tar become the tree that they were made of. */
class TarImportTest {

  private final Path tree;
  private final Path archive;
  private final Path state;

  TarImportTest(@TempDir Path directory) throws IOException {
    tree = Files.createDirectory(directory.resolve("tree"));
    archive = directory.resolve("archive.tar");
    state = directory.resolve("state");
  }

  @ParameterizedTest(name = "seed {0}, {1}")
  @CsvSource({
    "1, gnu",
    "2, posix",
    "3, gnu",
    "4, posix",
    "5, posix",
    "6, oldgnu",
    "7, ustar",
    "8, v7"
  })
  void aRandomTreeIsThatTree(int seed, String format) throws IOException {
    boolean small = format.equals("ustar") || format.equals("v7");
    new RandomTree(new Random(seed), small ? 60 : 200).grow(tree);
    if (format.equals("v7")) {
      GnuTar.shell(tree, "find . -type p -delete");
    }
    GnuTar.create(archive, tree, "--format=" + format, "--sort=none");
    assertThat(TreeText.of(TempGeneration.fromTar(state, archive)))
        .isEqualTo(TreeText.of(tree, !format.equals("posix")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"--gzip", "--bzip2", "--xz", "--zstd"})
  void compressionIsToldFromTheFirstBytes(String option) throws IOException {
    new RandomTree(new Random(42), 40).grow(tree);
    GnuTar.create(archive, tree, option);
    assertThat(TreeText.of(TempGeneration.fromTar(state, archive)))
        .isEqualTo(TreeText.of(tree, true));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--format=gnu",
        "--format=posix --sparse-version=0.0",
        "--format=posix --sparse-version=0.1",
        "--format=posix --sparse-version=1.0"
      })
  void sparseFilesHaveTheirHoles(String format) throws IOException {
    StringBuilder script = new StringBuilder("truncate -s 3000000 hole\ntruncate -s 0 data\n");
    for (int i = 0; i < 60; i++) {
      script.append(
          "printf part%d | dd of=data bs=1 seek=%d conv=notrunc status=none\n"
              .formatted(i, i * 40_000));
    }
    script.append("truncate -s 2500000 data; printf end > after\n");
    GnuTar.shell(tree, script.toString());
    String[] options = ("--sparse " + format).split(" ", -1);
    GnuTar.create(archive, tree, options);
    assertThat(Files.size(archive)).as("tar saw the holes").isLessThan(1_000_000);
    assertThat(TreeText.of(TempGeneration.fromTar(state, archive)))
        .isEqualTo(TreeText.of(tree, format.equals("--format=gnu")));
  }

  @Test
  void namesAreBytesInAnyLengthAndFormat() {
    GnuTar.shell(
        tree,
        """
        printf a > "$(printf 'latin-\\351')"
        printf b > "$(printf 'utf8-\\303\\251')"
        printf c > "$(printf 'new\\nline = x')"
        long=$(printf '%0250d' 7)
        mkdir -p "$long/$long/$(printf 'x\\377')"
        printf d > "$long/$long/$(printf 'x\\377')/$long"
        ln -s "$long/$long/$(printf 'x\\377')/$long" link
        ln "$long/$long/$(printf 'x\\377')/$long" hard
        """);
    String deep = "/" + "0".repeat(249) + "7/" + "0".repeat(249) + "7";
    for (String format : new String[] {"gnu", "posix"}) {
      GnuTar.create(archive, tree, "--format=" + format);
      Map<String, String> lines = TreeText.of(TempGeneration.fromTar(state, archive));
      assertThat(lines)
          .containsKeys(
              "/latin-\u00e9",
              "/utf8-\u00c3\u00a9",
              "/new\nline = x",
              deep + "/x\u00ff",
              deep + "/x\u00ff/" + "0".repeat(249) + "7");
      assertThat(lines.get("/link"))
          .endsWith("to " + deep.substring(1) + "/x\u00ff/" + "0".repeat(249) + "7");
      assertThat(lines.get("/hard")).contains("links 2 ");
      assertThat(lines).hasSize(10);
    }
  }

  @Test
  void devicesKeepTheirNumbers() {
    GnuTar.create(archive, Path.of("/"), "--format=gnu", "dev/null", "dev/tty", "--");
    GenerationFileSystem image = TempGeneration.fromTar(state, archive);
    Map<String, String> lines = TreeText.of(image);
    assertThat(lines.get("/dev/null")).contains("CHARACTER_DEVICE").endsWith(" 1,3");
    assertThat(lines.get("/dev/tty")).endsWith(" 5,0");
    assertThat(lines.get("/dev"))
        .as("a directory that is only implied")
        .startsWith("DIRECTORY 755");
  }

  @Test
  void ownersTimesAndModesOfAnySizeAreKept() throws IOException {
    Files.writeString(tree.resolve("file"), "x");
    GnuTar.shell(tree, "chmod 7755 file");
    GnuTar.create(
        archive,
        tree,
        "--format=posix",
        "--owner=:4294967294",
        "--group=:3000000",
        "--mtime=@-1.5",
        "file",
        "--");
    GenerationFileSystem image = TempGeneration.fromTar(state, archive);
    var file = image.attributes(find(image, "file"));
    assertThat(file.uid()).isEqualTo((int) 4294967294L);
    assertThat(file.gid()).isEqualTo(3000000);
    assertThat(file.permissions()).isEqualTo(07755);
    assertThat(file.mtimeSeconds()).isEqualTo(-2);
    assertThat(file.mtimeNanos()).isEqualTo(500_000_000);
    GnuTar.create(
        archive, tree, "--format=gnu", "--owner=:4294967294", "--mtime=@-7", "file", "--");
    GenerationFileSystem gnu = TempGeneration.fromTar(state, archive);
    assertThat(gnu.attributes(find(gnu, "file")).uid()).isEqualTo((int) 4294967294L);
    assertThat(gnu.attributes(find(gnu, "file")).mtimeSeconds()).isEqualTo(-7);
  }

  @Test
  void extendedAttributesAreKeptInTheIndex() throws IOException {
    Files.writeString(tree.resolve("ping"), "x");
    GnuTar.create(
        archive,
        tree,
        "--format=posix",
        "--pax-option=SCHILY.xattr.user.\u00e9:=v=1,SCHILY.xattr.security.capability:=\u0001\u0002",
        "ping",
        "--");
    GenerationFileSystem image = TempGeneration.fromTar(state, archive);
    Map<String, byte[]> xattrs = StoredXattrs.of(image, find(image, "ping"));
    assertThat(xattrs).containsOnlyKeys("user.\u00e9", "security.capability");
    assertThat(xattrs.get("security.capability")).isEqualTo(new byte[] {1, 2});
    assertThat(StoredXattrs.of(image, GenerationFileSystem.ROOT)).isEmpty();
  }

  @Test
  void theLastEntryOfANameWins() throws IOException {
    Files.writeString(tree.resolve("a"), "old");
    Files.createDirectory(tree.resolve("b"));
    GnuTar.create(archive, tree);
    Files.writeString(tree.resolve("a"), "newer");
    Files.delete(tree.resolve("b"));
    Files.createSymbolicLink(tree.resolve("b"), Path.of("a"));
    GnuTar.shell(tree, "chmod 600 a; tar -rf ../archive.tar ./a ./b");
    GenerationFileSystem image = TempGeneration.fromTar(state, archive);
    assertThat(image.maxInode()).isEqualTo(3);
    assertThat(image.kind(find(image, "b"))).isEqualTo(FileKind.SYMLINK);
    assertThat(image.attributes(find(image, "a")).size()).isEqualTo(5);
    assertThat(image.attributes(find(image, "a")).permissions()).isEqualTo(0600);
  }

  @Test
  void largeContentIsStoredOnceToo() throws IOException {
    byte[] large = new byte[3 << 20];
    new Random(1).nextBytes(large);
    Files.write(tree.resolve("one"), large);
    Files.write(tree.resolve("two"), large);
    GnuTar.create(archive, tree);
    GenerationFileSystem image = TempGeneration.fromTar(state, archive);
    assertThat(image.locate(find(image, "one"))).isEqualTo(image.locate(find(image, "two")));
    GenerationFileSystem again = TempGeneration.fromTar(state, archive);
    assertThat(again.locate(find(again, "one"))).isEqualTo(image.locate(find(image, "one")));
    try (var segments = Files.list(state.resolve("images/segments"))) {
      assertThat(segments).as("the second import brought nothing new").hasSize(1);
    }
  }

  static long find(GenerationFileSystem image, String path) {
    long at = GenerationFileSystem.ROOT;
    for (String name : path.split("/", -1)) {
      at = image.lookup(at, ByteBuffer.wrap(name.getBytes(StandardCharsets.UTF_8)));
      assertThat(at).as(path).isNotZero();
    }
    return at;
  }

  /** A directory tree on disk: names, kinds, sizes, modes, times and links by chance. */
  private record RandomTree(Random random, int size) {

    void grow(Path root) throws IOException {
      java.util.List<Path> directories = new java.util.ArrayList<>(java.util.List.of(root));
      java.util.List<Path> files = new java.util.ArrayList<>();
      for (int i = 0; i < size; i++) {
        Path parent = directories.get(random.nextInt(directories.size()));
        Path path = parent.resolve(name(i));
        switch (random.nextInt(8)) {
          case 0, 1 -> directories.add(Files.createDirectory(path));
          case 2 -> Files.createSymbolicLink(path, Path.of(name(i) + "/../gone"));
          case 3 -> {
            if (!files.isEmpty()) {
              Files.createLink(path, files.get(random.nextInt(files.size())));
            }
          }
          case 4 -> GnuTar.shell(parent, "mkfifo " + path.getFileName());
          default -> files.add(Files.write(path, content()));
        }
      }
      for (Path file : files) {
        decorate(file);
      }
      for (int i = directories.size() - 1; i >= 0; i--) {
        decorate(directories.get(i));
      }
    }

    private String name(int number) {
      String name = "n" + number + "-";
      boolean longName = size > 100 && random.nextInt(10) == 0;
      return name + "x".repeat(random.nextInt(longName ? 200 : 6));
    }

    private byte[] content() {
      byte[] content =
          new byte[random.nextInt(4) == 0 ? random.nextInt(200_000) : random.nextInt(2000)];
      random.nextBytes(content);
      return content;
    }

    private void decorate(Path file) throws IOException {
      int mode = random.nextInt(512) | 0700 | random.nextInt(8) << 9;
      Files.setAttribute(file, "unix:mode", mode);
      Instant time = Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
      Files.setLastModifiedTime(file, FileTime.from(time));
    }
  }
}
