package org.comosix.appliance.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Arrays;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.GenerationSummary;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.image.ImageStoreException;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.testkit.TempGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is not as it was written is refused, and says so. */
class DamageTest {

  private static final GenerationId FIRST = new GenerationId(TempGeneration.IMAGE, 1);

  private final Path state;
  private final Path index;
  private final Path segment;

  DamageTest(@TempDir Path state) {
    this.state = state;
    this.index = state.resolve("images/generations/test/1.index");
    this.segment = state.resolve("images/segments/000001.segment");
    TempGeneration.in(state)
        .file("etc/passwd", "root::0:0::/:/bin/sh\n")
        .file("etc/group", "root::0:\n")
        .symlink("bin", "usr/bin")
        .publish();
  }

  @Test
  void anyChangedByteOfTheIndexIsSeen() throws IOException {
    byte[] whole = Files.readAllBytes(index);
    for (int at = 0; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << at % 8);
      Files.write(index, damaged);
      assertThatThrownBy(this::open)
          .as("byte %d", at)
          .isInstanceOf(ImageStoreException.class)
          .hasMessageContaining("1.index is refused: ");
    }
    Files.write(index, whole);
    assertThat(open().open(FIRST)).isPresent();
  }

  @Test
  void anIndexThatIsCutOffIsSeen() throws IOException {
    byte[] whole = Files.readAllBytes(index);
    for (int length = 0; length < whole.length; length += 37) {
      Files.write(index, Arrays.copyOf(whole, length));
      assertThatThrownBy(this::open).isInstanceOf(ImageStoreException.class);
    }
    Files.write(index, Arrays.copyOf(whole, whole.length + 1));
    assertThatThrownBy(this::open).hasMessageContaining("and should have " + whole.length);
  }

  @Test
  void anotherVersionIsNamed() throws IOException {
    byte[] whole = Files.readAllBytes(index);
    whole[11] = 9;
    Files.write(index, whole);
    assertThatThrownBy(this::open).hasMessageContaining("format version 9; this program reads");
  }

  @Test
  void anIndexUnderAnotherNumberIsSeen() throws IOException {
    Files.copy(index, index.resolveSibling("2.index"));
    Files.copy(index.resolveSibling("1.published"), index.resolveSibling("2.published"));
    ImageCatalog catalog = catalog();
    assertThatThrownBy(() -> catalog.open(new GenerationId(TempGeneration.IMAGE, 2)))
        .hasMessageContaining("it is the index of test/1");
  }

  @Test
  void aSegmentThatIsCutOffOrGoneIsSeenBeforeItIsTouched() throws IOException {
    byte[] whole = Files.readAllBytes(segment);
    Files.write(segment, Arrays.copyOf(whole, whole.length - 1));
    assertThatThrownBy(this::open).hasMessageContaining("it was cut off");
    Files.delete(segment);
    assertThatThrownBy(this::open).hasMessageContaining("cannot map segment");
  }

  @Test
  void verifyNamesTheFileWhoseBytesChanged() throws IOException {
    assertThat(catalog().verify(FIRST, ImportProgress.NONE).damaged()).isEmpty();
    byte[] whole = Files.readAllBytes(segment);
    whole[0] = 'R';
    Files.write(segment, whole, StandardOpenOption.WRITE);
    assertThat(catalog().verify(FIRST, ImportProgress.NONE).damaged())
        .containsExactly("/etc/passwd");
  }

  @Test
  void oneDamagedGenerationKeepsNoOtherFromBeingServedOrImported() throws IOException {
    Files.write(index, new byte[1000]);
    long second = TempGeneration.in(state).file("a", "b").publish().fsid();
    ImageCatalog catalog = catalog();
    assertThat(catalog.openByFsid(second)).isPresent();
    assertThat(catalog.openByFsid(4711)).isEmpty();
    assertThat(Files.exists(segment)).as("what it may refer to is kept").isTrue();
    GenerationSummary damaged = catalog.list().get(0);
    assertThat(damaged.generation()).isEqualTo(FIRST);
    assertThat(damaged.damage().orElseThrow()).contains("is not an index of coMosix");
  }

  private ImageCatalog open() {
    ImageCatalog catalog = catalog();
    catalog.open(FIRST);
    return catalog;
  }

  private ImageCatalog catalog() {
    return ImageCatalog.open(state, InstantSource.system());
  }
}
