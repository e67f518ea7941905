package org.comosix.appliance.image.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.GenerationFileSystem.DirectoryCursor;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that hash alike: nobody can make two of 62 bits, so the hash is made worse. */
class NameCollisionTest {

  private static final int NAMES = 500;

  @TempDir private Path directory = Path.of("");

  @Test
  void namesOfOneHashAreAllFoundAndHaveCookiesOfTheirOwn() {
    for (NameHash hash :
        new NameHash[] {name -> 3, name -> 3 + name.remaining(), mod(7), mod(97)}) {
      GenerationFileSystem tree = publish(hash);
      Set<Long> inodes = new HashSet<>();
      for (int i = 0; i < NAMES; i++) {
        inodes.add(tree.lookup(GenerationFileSystem.ROOT, name(i)));
      }
      assertThat(inodes).hasSize(NAMES).doesNotContain(GenerationFileSystem.NOT_FOUND);
      assertThat(tree.lookup(GenerationFileSystem.ROOT, name(NAMES))).isZero();
      DirectoryCursor cursor = tree.entries(GenerationFileSystem.ROOT, 0);
      long last = 2;
      int count = 0;
      while (cursor.next()) {
        assertThat(cursor.cookie()).isGreaterThan(last);
        last = cursor.cookie();
        count++;
        assertThat(tree.lookup(GenerationFileSystem.ROOT, cursor.name())).isEqualTo(cursor.inode());
      }
      assertThat(count).isEqualTo(NAMES);
    }
  }

  /**
   * SipHash-1-3 of the empty and of longer inputs, held for ever: cookies are in clients' hands.
   */
  @Test
  void theHashNeverChanges() {
    long[] hashes = {
      NameHash.SIPHASH.of(new byte[0]),
      NameHash.SIPHASH.of("a".getBytes(StandardCharsets.UTF_8)),
      NameHash.SIPHASH.of("libc.so.6".getBytes(StandardCharsets.UTF_8)),
      NameHash.SIPHASH.of("sixteen bytes: 16".getBytes(StandardCharsets.UTF_8))
    };
    assertThat(hashes).containsExactly(HELD);
  }

  private static final long[] HELD = {
    4381895835894981269L, 1500356663168163000L, 3318078394295738078L, 4345380974307374802L
  };

  private static NameHash mod(int buckets) {
    return name -> 3 + NameHash.SIPHASH.of(name) % buckets;
  }

  private GenerationFileSystem publish(NameHash hash) {
    ImageStore.Setup setup = new ImageStore.Setup(CommitSteps.UNOBSERVED, Segments.MAX_BYTES, hash);
    ImageStore store = ImageStore.open(directory, setup);
    try (GenerationImport generation = store.begin(new ImageName("x"), ImportLimits.DEFAULT)) {
      Metadata metadata = new Metadata(0755, 0, 0, 0, 0, Map.of());
      for (int i = 0; i < NAMES; i++) {
        generation.tree().put(TreePath.parse("n" + i), metadata, new Body.Directory());
      }
      return store.open(generation.commit(0, ImportProgress.NONE));
    }
  }

  private static ByteBuffer name(int number) {
    return ByteBuffer.wrap(("n" + number).getBytes(StandardCharsets.UTF_8));
  }
}
