package org.comosix.appliance.image;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.GenerationFileSystem.DirectoryCursor;
import org.comosix.appliance.testkit.TempGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The promises of {@link GenerationFileSystem} and {@link Generations}. */
class GenerationFileSystemTest {

  private final Path state;
  private final GenerationFileSystem tree;

  GenerationFileSystemTest(@TempDir Path state) {
    this.state = state;
    TempGeneration kit =
        TempGeneration.in(state)
            .with(04755, 7, 8, -5, 999_999_999)
            .file("usr/bin/su", "#!su")
            .hardLink("usr/bin/su2", "usr/bin/su")
            .symlink("bin", "usr/bin")
            .directory("tmp/deep")
            .characterDevice("dev/null", 1, 3)
            .blockDevice("dev/sda", 8, 0x12345)
            .fifo("run/pipe")
            .file("empty", "")
            .file(new byte[] {'n', (byte) 0xff}, "not UTF-8");
    for (int i = 0; i < 1000; i++) {
      kit.file("many/" + i, "content " + i % 10);
    }
    tree = kit.publish();
  }

  @Test
  void attributesAreThoseOfTheSource() {
    long su = find("usr/bin/su");
    assertThat(tree.attributes(su))
        .isEqualTo(
            new InodeAttributes(su, FileKind.REGULAR, 04755, 2, 7, 8, 4, 0, 0, -5, 999_999_999));
    long link = find("bin");
    assertThat(tree.attributes(link))
        .isEqualTo(
            new InodeAttributes(
                link, FileKind.SYMLINK, 0777, 1, 0, 0, 7, 0, 0, TempGeneration.MTIME, 0));
    assertThat(text(tree.target(link))).isEqualTo("usr/bin");
    long disk = find("dev/sda");
    assertThat(tree.attributes(disk))
        .isEqualTo(
            new InodeAttributes(
                disk,
                FileKind.BLOCK_DEVICE,
                0644,
                1,
                0,
                0,
                0,
                8,
                0x12345,
                TempGeneration.MTIME,
                0));
    assertThat(tree.kind(find("run/pipe"))).isEqualTo(FileKind.FIFO);
    assertThat(tree.kind(find("dev/null"))).isEqualTo(FileKind.CHARACTER_DEVICE);
  }

  @Test
  void hardLinksAreOneInode() {
    assertThat(find("usr/bin/su2")).isEqualTo(find("usr/bin/su"));
  }

  @Test
  void directoriesCountTheirSubdirectoriesAsLinks() {
    assertThat(tree.attributes(find("tmp")).nlink()).isEqualTo(3);
    assertThat(tree.attributes(find("tmp/deep")).nlink()).isEqualTo(2);
  }

  @Test
  void everyInodeFromTheRootOnIsInTheTree() {
    Map<Long, String> seen = new HashMap<>(Map.of(GenerationFileSystem.ROOT, "/"));
    walk(GenerationFileSystem.ROOT, "", seen);
    assertThat(seen).hasSize((int) tree.maxInode());
    for (long inode = 1; inode <= tree.maxInode(); inode++) {
      assertThat(seen).containsKey(inode);
    }
  }

  private void walk(long directory, String path, Map<Long, String> seen) {
    DirectoryCursor cursor = tree.entries(directory, 0);
    long last = 2;
    while (cursor.next()) {
      assertThat(cursor.cookie()).isGreaterThan(last);
      last = cursor.cookie();
      assertThat(tree.lookup(directory, cursor.name())).isEqualTo(cursor.inode());
      seen.put(cursor.inode(), path);
      if (tree.kind(cursor.inode()) == FileKind.DIRECTORY) {
        assertThat(tree.parent(cursor.inode())).isEqualTo(directory);
        walk(cursor.inode(), path + "/" + text(cursor.name()), seen);
      }
    }
  }

  @Test
  void listingGoesOnBehindAnyCookie() {
    long many = find("many");
    DirectoryCursor whole = tree.entries(many, 0);
    int left = 1000;
    while (whole.next()) {
      left--;
      DirectoryCursor rest = tree.entries(many, whole.cookie());
      DirectoryCursor sameByGap = tree.entries(many, whole.cookie());
      assertThat(rest.next()).isEqualTo(left > 0).isEqualTo(sameByGap.next());
      if (left > 0) {
        assertThat(rest.cookie()).isGreaterThan(whole.cookie());
      }
    }
    assertThat(left).isZero();
    assertThat(tree.entries(many, Long.MAX_VALUE).next()).isFalse();
    assertThat(tree.entries(find("tmp/deep"), 0).next()).isFalse();
  }

  @Test
  void lookupTakesBytesAsTheyAre() {
    ByteBuffer name = ByteBuffer.wrap(new byte[] {'x', 'n', (byte) 0xff, 'y'}, 1, 2);
    assertThat(tree.lookup(GenerationFileSystem.ROOT, name)).isNotZero();
    assertThat(name.position()).isEqualTo(1);
    assertThat(tree.lookup(GenerationFileSystem.ROOT, bytes("none"))).isZero();
    assertThat(tree.lookup(GenerationFileSystem.ROOT, bytes(""))).isZero();
  }

  @Test
  void readIsASliceThatEndsWithTheFile() {
    long file = find("many/7");
    assertThat(text(tree.read(file, 0, 100))).isEqualTo("content 7");
    assertThat(text(tree.read(file, 8, 100))).isEqualTo("7");
    assertThat(text(tree.read(file, 2, 3))).isEqualTo("nte");
    assertThat(tree.read(file, 9, 100).remaining()).isZero();
    assertThat(tree.read(file, Long.MAX_VALUE, 100).remaining()).isZero();
    assertThat(tree.read(find("empty"), 0, 1).remaining()).isZero();
    MappedByteBuffer slice = tree.read(file, 0, 100).load();
    assertThat(slice.isLoaded()).isTrue();
    assertThat(slice.isReadOnly()).isTrue();
  }

  @Test
  void sameContentLiesOnce() {
    assertThat(tree.locate(find("many/13"))).isEqualTo(tree.locate(find("many/23")));
    assertThat(tree.locate(find("many/13"))).isNotEqualTo(tree.locate(find("many/14")));
    assertThat(tree.locate(find("many/13")).length()).isEqualTo(9);
    assertThat(tree.locate(find("empty")).length()).isZero();
  }

  @Test
  void strangeNumbersAreRefused() {
    long link = find("bin");
    assertThatThrownBy(() -> tree.attributes(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.attributes(tree.maxInode() + 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.kind(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.read(link, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.entries(link, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> tree.target(1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aGenerationIsFoundByItsNameAndItsNumberAfterARestart() {
    GenerationId first = new GenerationId(TempGeneration.IMAGE, 1);
    Generations restarted = TempGeneration.catalog(state);
    assertThat(restarted.current(TempGeneration.IMAGE)).contains(first);
    assertThat(restarted.all()).containsExactly(first);
    assertThat(restarted.openByFsid(tree.fsid()).orElseThrow().generation()).isEqualTo(first);
    assertThat(restarted.open(first).orElseThrow().fsid()).isEqualTo(tree.fsid());
    assertThat(restarted.openByFsid(tree.fsid() + 1)).isEmpty();
    assertThat(restarted.open(new GenerationId(TempGeneration.IMAGE, 2))).isEmpty();
  }

  @Test
  void anotherGenerationOfTheSameTreeIsAnotherFileSystemOverTheSameContent() {
    Generations catalog = TempGeneration.catalog(state);
    GenerationFileSystem second =
        TempGeneration.in(state).file("a", "content 7").file("b", "new").publish();
    assertThat(second.generation().number()).isEqualTo(2);
    assertThat(second.fsid()).isNotEqualTo(tree.fsid());
    assertThat(second.locate(second.lookup(1, bytes("a")))).isEqualTo(tree.locate(find("many/7")));
    assertThat(catalog.current(TempGeneration.IMAGE)).contains(second.generation());
    assertThat(catalog.openByFsid(second.fsid())).isPresent();
    assertThat(catalog.openByFsid(tree.fsid())).isPresent();
  }

  private long find(String path) {
    long at = GenerationFileSystem.ROOT;
    for (String name : path.split("/", -1)) {
      at = tree.lookup(at, bytes(name));
      assertThat(at).as(path).isNotZero();
    }
    return at;
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static String text(ByteBuffer bytes) {
    return UTF_8.decode(bytes).toString();
  }
}
