package org.comosix.appliance.testkit;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.source.TarImport;
import org.comosix.appliance.image.store.Body;
import org.comosix.appliance.image.store.GenerationImport;
import org.comosix.appliance.image.store.ImageStore;
import org.comosix.appliance.image.store.Metadata;
import org.comosix.appliance.image.store.TreePath;

/**
 * Makes a real published generation, in a directory of the test's, from a tree told in code:
 *
 * <pre>
 * GenerationFileSystem tree =
 *     TempGeneration.in(directory).file("etc/hostname", "pc1\n").symlink("bin", "usr/bin").publish();
 * </pre>
 *
 * Owners are root, times 1 700 000 000 s, modes 0755 and 0644, unless told with {@link #with}.
 */
public final class TempGeneration {

  public static final ImageName IMAGE = new ImageName("test");

  /** The modification time of everything, in seconds since 1970. */
  public static final long MTIME = 1_700_000_000;

  private final ImageStore store;
  private final GenerationImport generation;
  private Optional<Metadata> next = Optional.empty();

  private TempGeneration(ImageStore store, ImageName image) {
    this.store = store;
    this.generation = store.begin(image, ImportLimits.DEFAULT);
    directory(".");
  }

  /** The next generation of {@link #IMAGE} in the store below {@code state}. */
  public static TempGeneration in(Path state) {
    return in(state, IMAGE);
  }

  public static TempGeneration in(Path state, ImageName image) {
    return new TempGeneration(ImageStore.open(state.resolve("images")), image);
  }

  /** The catalog that finds what was published below {@code state}. */
  public static Generations catalog(Path state) {
    return ImageCatalog.open(state, InstantSource.system());
  }

  /** Imports and publishes an archive, without asking whether it could boot. */
  public static GenerationFileSystem fromTar(Path state, Path archive) {
    ImageStore store = ImageStore.open(state.resolve("images"));
    GenerationId id;
    try (InputStream in = Files.newInputStream(archive);
        GenerationImport generation = store.begin(IMAGE, ImportLimits.DEFAULT)) {
      new TarImport(generation, ImportLimits.DEFAULT)
          .read(in, Files.size(archive), ImportProgress.NONE);
      id = generation.commit(MTIME, ImportProgress.NONE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    store.publish(id, Optional.empty());
    return store.open(id);
  }

  /** Mode, owner and time of the one inode that is put next. */
  public TempGeneration with(int permissions, int uid, int gid, long mtimeSeconds, int mtimeNanos) {
    next = Optional.of(new Metadata(permissions, uid, gid, mtimeSeconds, mtimeNanos, Map.of()));
    return this;
  }

  public TempGeneration directory(String path) {
    return put(path, 0755, new Body.Directory());
  }

  public TempGeneration file(String path, String content) {
    return file(path, content.getBytes(StandardCharsets.UTF_8));
  }

  public TempGeneration file(String path, byte[] content) {
    return file(TreePath.parse(path), content);
  }

  /** A file whose name is not text. */
  public TempGeneration file(byte[] path, String content) {
    return file(TreePath.parse(path), content.getBytes(StandardCharsets.UTF_8));
  }

  public TempGeneration symlink(String path, String target) {
    return put(path, 0777, new Body.Symlink(target.getBytes(StandardCharsets.UTF_8)));
  }

  public TempGeneration characterDevice(String path, int major, int minor) {
    return put(path, 0644, new Body.Special(FileKind.CHARACTER_DEVICE, major, minor));
  }

  public TempGeneration blockDevice(String path, int major, int minor) {
    return put(path, 0644, new Body.Special(FileKind.BLOCK_DEVICE, major, minor));
  }

  public TempGeneration fifo(String path) {
    return put(path, 0644, new Body.Special(FileKind.FIFO, 0, 0));
  }

  public TempGeneration hardLink(String path, String existing) {
    generation.tree().link(TreePath.parse(path), TreePath.parse(existing));
    return this;
  }

  /** Publishes it and makes it current, without asking whether it could boot. */
  public GenerationFileSystem publish() {
    return publish(Optional.empty());
  }

  public GenerationFileSystem publish(Optional<BootArtifacts> artifacts) {
    GenerationId id;
    try (generation) {
      id = generation.commit(MTIME, ImportProgress.NONE);
    }
    store.publish(id, artifacts);
    return store.open(id);
  }

  private TempGeneration file(TreePath path, byte[] content) {
    try {
      return put(
          path,
          0644,
          new Body.Regular(generation.store(new ByteArrayInputStream(content), content.length)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private TempGeneration put(String path, int permissions, Body body) {
    return put(TreePath.parse(path), permissions, body);
  }

  private TempGeneration put(TreePath path, int permissions, Body body) {
    Metadata metadata = next.orElse(new Metadata(permissions, 0, 0, MTIME, 0, Map.of()));
    next = Optional.empty();
    generation.tree().put(path, metadata, body);
    return this;
  }
}
