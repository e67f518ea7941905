package org.comosix.appliance.image;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.bootcheck.BootCheck;
import org.comosix.appliance.image.source.TarImport;
import org.comosix.appliance.image.store.GenerationImport;
import org.comosix.appliance.image.store.ImageStore;
import org.comosix.appliance.image.store.MappedGeneration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of this server. Any thread; another process may import and publish at the same time,
 * and what it publishes is seen here at the next question.
 */
public final class ImageCatalog implements Generations {

  /** Below the server's state directory. */
  public static final String DIRECTORY = "images";

  private static final Logger LOG = LoggerFactory.getLogger(ImageCatalog.class);

  private final ImageStore store;
  private final InstantSource clock;
  private final ImportLimits limits;
  private final ConcurrentMap<GenerationId, GenerationFileSystem> opened =
      new ConcurrentHashMap<>();
  private final Set<GenerationId> reportedDamaged = ConcurrentHashMap.newKeySet();

  public ImageCatalog(ImageStore store, InstantSource clock, ImportLimits limits) {
    this.store = store;
    this.clock = clock;
    this.limits = limits;
  }

  /**
   * Opens the catalog below the server's state directory.
   *
   * @throws ImageStoreException the directory cannot be made or read
   */
  public static ImageCatalog open(Path state, InstantSource clock) {
    return new ImageCatalog(
        ImageStore.open(state.resolve(DIRECTORY)),
        clock,
        ImportLimits.forHeap(Runtime.getRuntime().maxMemory()));
  }

  /** For looking only: changes nothing, whether there is a store or not. */
  public static ImageCatalog openToLook(Path state, InstantSource clock) {
    return new ImageCatalog(
        ImageStore.openToLook(state.resolve(DIRECTORY)),
        clock,
        ImportLimits.forHeap(Runtime.getRuntime().maxMemory()));
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
        .flatMap(generation -> openUndamaged(generation).stream())
        .filter(generation -> generation.fsid() == fsid)
        .findFirst();
  }

  /** One damaged generation does not keep others from being found. */
  private Optional<GenerationFileSystem> openUndamaged(GenerationId generation) {
    try {
      return open(generation);
    } catch (ImageStoreException damaged) {
      if (reportedDamaged.add(generation)) {
        LOG.atError()
            .addKeyValue("generation", generation)
            .addKeyValue("reason", damaged.getMessage())
            .log("image.damaged");
      }
      return Optional.empty();
    }
  }

  @Override
  public List<GenerationId> all() {
    return store.generations().stream().filter(store::isPublished).toList();
  }

  /** What boots a generation; empty when it is not published. */
  public Optional<BootArtifacts> bootArtifacts(GenerationId generation) {
    return store.bootArtifacts(generation);
  }

  /**
   * Stores an archive as the image's next generation, a candidate: whole, on disk and not served.
   *
   * @param length of the archive in bytes, or {@link ImportProgress#UNKNOWN}
   * @throws ImageRefusedException the archive is damaged, hostile or beyond the limits, or another
   *     import is running
   * @throws ImageStoreException our disk failed
   */
  public GenerationId importTar(
      ImageName image, InputStream archive, long length, ImportProgress progress) {
    try (GenerationImport generation = store.begin(image, limits)) {
      new TarImport(generation, limits).read(archive, length, progress);
      return generation.commit(clock.instant().getEpochSecond(), progress);
    } catch (IOException e) {
      throw new ImageStoreException("cannot store a generation of " + image, e);
    }
  }

  /**
   * The generation that {@link #publish} of the image alone means: its newest, published or not.
   *
   * @throws ImageRefusedException there is none
   */
  public GenerationId newest(ImageName image) {
    return store.generations().stream()
        .filter(generation -> generation.image().equals(image))
        .reduce((older, newer) -> newer)
        .orElseThrow(() -> new ImageRefusedException("there is no image " + image));
  }

  /**
   * Makes a generation what the next boot of its image gets. Nodes that run another one keep it. An
   * older generation may be published again: that is how one goes back.
   *
   * @return what boots it
   * @throws ImageRefusedException it is not there, or could not boot; all reasons
   */
  public BootArtifacts publish(GenerationId generation) {
    if (!store.contains(generation)) {
      throw new ImageRefusedException("there is no generation " + generation);
    }
    BootArtifacts artifacts = BootCheck.check(store.open(generation));
    store.publish(generation, Optional.of(artifacts));
    return artifacts;
  }

  /** All generations, candidates and damaged ones too, in order. */
  public List<GenerationSummary> list() {
    return store.generations().stream().map(this::summary).toList();
  }

  /** One generation as {@link #list} tells it. */
  public GenerationSummary summary(GenerationId id) {
    GenerationSummary.State state =
        !store.isPublished(id)
            ? GenerationSummary.State.CANDIDATE
            : store.current(id.image()).equals(Optional.of(id))
                ? GenerationSummary.State.CURRENT
                : GenerationSummary.State.PUBLISHED;
    Optional<String> kernel = store.bootArtifacts(id).map(BootArtifacts::kernelVersion);
    try {
      MappedGeneration generation = store.open(id);
      return new GenerationSummary(
          id,
          state,
          Instant.ofEpochSecond(generation.imported()),
          generation.maxInode(),
          generation.contentBytes(),
          kernel,
          Optional.empty());
    } catch (ImageStoreException damaged) {
      return new GenerationSummary(
          id,
          state,
          Instant.EPOCH,
          0,
          0,
          kernel,
          Optional.of(String.valueOf(damaged.getMessage())));
    }
  }

  /**
   * Reads and hashes all content of a generation.
   *
   * @throws ImageRefusedException it is not there
   * @throws ImageStoreException its index is damaged, or a segment is missing or too short
   */
  public VerifyReport verify(GenerationId generation, ImportProgress progress) {
    if (!store.contains(generation)) {
      throw new ImageRefusedException("there is no generation " + generation);
    }
    return store.open(generation).verify(progress);
  }
}
