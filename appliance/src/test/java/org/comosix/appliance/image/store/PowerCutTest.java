package org.comosix.appliance.image.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** At any moment the store is the old one or the new one, whole. */
class PowerCutTest {

  private static final ImageName IMAGE = new ImageName("lab");
  private static final GenerationId FIRST = new GenerationId(IMAGE, 1);
  private static final GenerationId SECOND = new GenerationId(IMAGE, 2);

  private final Path directory;
  private final Path root;

  PowerCutTest(@TempDir Path directory) {
    this.directory = directory;
    this.root = directory.resolve("images");
  }

  @Test
  void aCutAtAnyStepLeavesTheOldOrTheNewGenerationWhole() throws IOException {
    publishNext(ImageStore.open(root), "first");
    List<String> steps = new ArrayList<>();
    CommitSteps copyTheDisk =
        step -> {
          steps.add(step);
          copyTree(root, directory.resolve("cut-" + steps.size()));
        };
    publishNext(store(root, copyTheDisk), "second");
    copyTheDisk.before("done");

    assertThat(steps).hasSize(14);
    boolean switched = false;
    for (int i = 1; i <= steps.size(); i++) {
      Path cut = directory.resolve("cut-" + i);
      ImageStore after = ImageStore.open(cut);
      GenerationId current = after.current(IMAGE).orElseThrow();
      assertThat(current).as(steps.get(i - 1)).isEqualTo(switched ? SECOND : FIRST);
      assertThat(after.open(FIRST).verify(ImportProgress.NONE).damaged()).isEmpty();
      assertThat(after.open(current).verify(ImportProgress.NONE).damaged()).isEmpty();
      assertNothingIsLeftOver(after, cut);
      int next = after.contains(SECOND) ? 3 : 2;
      assertThat(publishNext(after, "third").number()).isEqualTo(next);
      switched |= steps.get(i - 1).equals("put current in place");
    }
    assertThat(switched).isTrue();
  }

  private static void assertNothingIsLeftOver(ImageStore store, Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".tmp"));
    }
    try (Stream<Path> segments = Files.list(root.resolve("segments"))) {
      assertThat(segments.map(Segments::number)).allMatch(store.segmentsInUse()::contains);
    }
  }

  @Test
  void anImportThatIsGivenUpLeavesNothing() throws IOException {
    ImageStore store = ImageStore.open(root);
    try (GenerationImport started = store.begin(IMAGE, ImportLimits.DEFAULT)) {
      fill(started, "never finished");
    }
    assertThat(store.generations()).isEmpty();
    try (Stream<Path> segments = Files.list(root.resolve("segments"))) {
      assertThat(segments).isEmpty();
    }
  }

  @Test
  void onlyOnePublishesAtATime() {
    ImageStore store = ImageStore.open(root);
    ImageStore other = ImageStore.open(root);
    try (GenerationImport started = store.begin(IMAGE, ImportLimits.DEFAULT)) {
      assertThat(started.generation()).isEqualTo(FIRST);
      assertThatThrownBy(() -> other.begin(IMAGE, ImportLimits.DEFAULT))
          .isInstanceOf(ImageRefusedException.class)
          .hasMessageContaining(
              "process " + ProcessHandle.current().pid() + " is importing or publishing");
    }
    other.begin(IMAGE, ImportLimits.DEFAULT).close();
  }

  @Test
  void onlyTheOwnerReadsTheFiles() throws IOException {
    publishNext(ImageStore.open(root), "secret");
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.toList()) {
        int mode = (Integer) Files.getAttribute(file, "unix:mode");
        assertThat(mode & 0777).as("%s", file).isEqualTo(Files.isDirectory(file) ? 0700 : 0600);
      }
    }
  }

  /** A real process, really killed, wherever it happens to be after a promise. */
  @Test
  void killedAtAnyTimeItHasWhatItPromised() throws IOException, InterruptedException {
    for (int promises = 1; promises <= 3; promises++) {
      GenerationId promised = killAfter(promises);
      ImageCatalog catalog = ImageCatalog.open(directory, InstantSource.system());
      GenerationId current = catalog.current(IMAGE).orElseThrow();
      assertThat(current).isGreaterThanOrEqualTo(promised);
      for (GenerationId generation : catalog.all()) {
        assertThat(catalog.verify(generation, ImportProgress.NONE).damaged()).isEmpty();
      }
      assertNothingIsLeftOver(ImageStore.open(root), root);
    }
  }

  private GenerationId killAfter(int promises) throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Publisher.class.getName(),
                root.toString())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    String last = "";
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < promises; i++) {
        String line = lines.readLine();
        assertThat(line).isNotNull();
        last = line;
      }
      child.destroyForcibly().waitFor();
    }
    return GenerationId.parse(last);
  }

  /** Publishes one generation after another, and says so of each. */
  static final class Publisher {
    private Publisher() {}

    public static void main(String[] args) {
      ImageStore store = ImageStore.open(Path.of(args[0]));
      for (int i = 0; i < 1000; i++) {
        GenerationId published = publishNext(store, "of " + ProcessHandle.current().pid() + i);
        System.out.println(published);
      }
    }
  }

  private static GenerationId publishNext(ImageStore store, String content) {
    GenerationId id;
    try (GenerationImport generation = store.begin(IMAGE, ImportLimits.DEFAULT)) {
      fill(generation, content);
      id = generation.commit(0, ImportProgress.NONE);
    }
    store.publish(id, Optional.empty());
    return id;
  }

  private static void fill(GenerationImport generation, String content) {
    Metadata metadata = new Metadata(0644, 0, 0, 0, 0, Map.of());
    byte[] bytes = content.repeat(10_000).getBytes(StandardCharsets.UTF_8);
    try {
      Content stored = generation.store(new ByteArrayInputStream(bytes), bytes.length);
      generation.tree().put(TreePath.parse("etc/file"), metadata, new Body.Regular(stored));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ImageStore store(Path root, CommitSteps steps) {
    return ImageStore.open(root, new ImageStore.Setup(steps, Segments.MAX_BYTES, NameHash.SIPHASH));
  }

  private static void copyTree(Path from, Path to) {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
