package org.comosix.appliance.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Content of several extents, and several segments. */
class LargeContentTest {

  private static final ImageName IMAGE = new ImageName("large");
  private static final Metadata METADATA = new Metadata(0644, 0, 0, 0, 0, Map.of());
  private static final long EXTENT = Content.EXTENT_BYTES;

  private final Path root;

  LargeContentTest(@TempDir Path directory) {
    this.root = directory.resolve("images");
  }

  @Test
  void aFileIsCutAtMultiplesOfTheExtentAndHolesTakeNoRoom() throws IOException {
    long size = EXTENT + 1000;
    GenerationFileSystem tree = publish(Segments.MAX_BYTES, Map.of("big", stream(size)), size);
    long big = tree.lookup(GenerationFileSystem.ROOT, ByteBuffer.wrap(new byte[] {'b', 'i', 'g'}));
    assertThat(tree.attributes(big).size()).isEqualTo(size);
    assertThat(tree.read(big, EXTENT - 10, 100).remaining()).isEqualTo(10);
    assertThat(tree.read(big, EXTENT, 2000).remaining()).isEqualTo(1000);
    assertThat(tree.read(big, EXTENT + 999, 10).get()).isEqualTo((byte) 'E');
    assertThat(tree.read(big, 0, 1).get()).isEqualTo((byte) 'S');
    assertThatThrownBy(() -> tree.locate(big)).hasMessageContaining("2 extents");
    long blocks = blocksOf(root.resolve("segments/000001.segment"));
    assertThat(blocks * 512).as("bytes on disk").isLessThan(4 << 20);
    assertThat(ImageStore.open(root).open(tree.generation()).verify(ImportProgress.NONE).damaged())
        .isEmpty();
  }

  /** {@code stat -c %b}: Java has no word for it. */
  private static long blocksOf(Path file) throws IOException {
    Process stat = new ProcessBuilder("stat", "-c", "%b", file.toString()).start();
    return Long.parseLong(
        new String(stat.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
  }

  @Test
  void segmentsAreFilledUpToTheirLimitAndContentIsNeverSplitBetweenThem() throws IOException {
    Random random = new Random(5);
    byte[][] files = new byte[20][];
    ImageStore store =
        ImageStore.open(
            root, new ImageStore.Setup(CommitSteps.UNOBSERVED, 4 << 20, NameHash.SIPHASH));
    GenerationFileSystem tree;
    try (GenerationImport generation = store.begin(IMAGE, ImportLimits.DEFAULT)) {
      for (int i = 0; i < files.length; i++) {
        files[i] = new byte[i % 2 == 0 ? 1_500_000 : random.nextInt(70_000)];
        random.nextBytes(files[i]);
        put(generation, "f" + i, files[i]);
        put(generation, "again" + i, files[i]);
      }
      tree = store.open(generation.commit(0, ImportProgress.NONE));
    }
    for (int i = 0; i < files.length; i++) {
      long file = tree.lookup(1, ByteBuffer.wrap(("f" + i).getBytes(StandardCharsets.UTF_8)));
      byte[] read = new byte[files[i].length];
      tree.read(file, 0, read.length).get(read);
      assertThat(Arrays.equals(read, files[i])).as("f%d", i).isTrue();
      assertThat(
              tree.locate(
                  tree.lookup(1, ByteBuffer.wrap(("again" + i).getBytes(StandardCharsets.UTF_8)))))
          .isEqualTo(tree.locate(file));
    }
    try (Stream<Path> segments = Files.list(root.resolve("segments"))) {
      for (Path segment : segments.toList()) {
        assertThat(Files.size(segment)).isLessThanOrEqualTo(4 << 20);
      }
    }
    assertThat(store.segmentsInUse()).hasSize(5);
  }

  private static void put(GenerationImport generation, String name, byte[] content)
      throws IOException {
    Content stored = generation.store(new ByteArrayInputStream(content), content.length);
    generation.tree().put(TreePath.parse(name), METADATA, new Body.Regular(stored));
  }

  private GenerationFileSystem publish(long maxSegment, Map<String, InputStream> files, long size)
      throws IOException {
    ImageStore store =
        ImageStore.open(
            root, new ImageStore.Setup(CommitSteps.UNOBSERVED, maxSegment, NameHash.SIPHASH));
    try (GenerationImport generation = store.begin(IMAGE, ImportLimits.DEFAULT)) {
      for (Map.Entry<String, InputStream> file : files.entrySet()) {
        Content stored = generation.store(file.getValue(), size);
        generation.tree().put(TreePath.parse(file.getKey()), METADATA, new Body.Regular(stored));
      }
      return store.open(generation.commit(0, ImportProgress.NONE));
    }
  }

  /** {@code size} zeros, but for an S at the start and an E at the end. */
  private static InputStream stream(long size) {
    return new InputStream() {
      private long at;

      @Override
      public int read() {
        throw new UnsupportedOperationException("read in chunks");
      }

      @Override
      public int read(byte[] bytes, int offset, int length) {
        int part = (int) Math.min(length, size - at);
        Arrays.fill(bytes, offset, offset + part, (byte) 0);
        if (at == 0) {
          bytes[offset] = 'S';
        }
        at += part;
        if (at == size) {
          bytes[offset + part - 1] = 'E';
        }
        return part;
      }
    };
  }
}
