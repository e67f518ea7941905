package org.comosix.appliance.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.store.ImageStore;

/**
 * The images of this server. Any thread; another process may import and publish at the same time,
 * and what it publishes is seen here at the next question.
 */
public final class ImageCatalog implements Generations {

  private final ImageStore store;
  private final ConcurrentMap<GenerationId, GenerationFileSystem> opened =
      new ConcurrentHashMap<>();

  public ImageCatalog(ImageStore store) {
    this.store = store;
  }

  /**
   * Opens the catalog below the server's state directory.
   *
   * @throws ImageStoreException the directory cannot be made or read
   */
  public static ImageCatalog open(Path state) {
    return new ImageCatalog(ImageStore.open(state.resolve("images")));
  }

  @Override
  public Optional<GenerationId> current(ImageName image) {
    return store.current(image);
  }

  @Override
  public Optional<GenerationFileSystem> open(GenerationId generation) {
    GenerationFileSystem known = opened.get(generation);
    if (known != null) {
      return Optional.of(known);
    }
    if (!store.isPublished(generation)) {
      return Optional.empty();
    }
    return Optional.of(opened.computeIfAbsent(generation, store::open));
  }

  @Override
  public Optional<GenerationFileSystem> openByFsid(long fsid) {
    for (GenerationFileSystem known : opened.values()) {
      if (known.fsid() == fsid) {
        return Optional.of(known);
      }
    }
    return all().stream()
        .flatMap(generation -> open(generation).stream())
        .filter(generation -> generation.fsid() == fsid)
        .findFirst();
  }

  @Override
  public List<GenerationId> all() {
    return store.generations().stream().filter(store::isPublished).toList();
  }

  /** What boots a generation; empty when it is not published. */
  public Optional<BootArtifacts> bootArtifacts(GenerationId generation) {
    return store.bootArtifacts(generation);
  }
}
