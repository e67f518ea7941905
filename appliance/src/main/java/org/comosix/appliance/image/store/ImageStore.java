package org.comosix.appliance.image.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.BootArtifacts;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImageStoreException;
import org.comosix.appliance.image.ImportLimits;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of all images. Any thread reads; one process at a time, and one thread of it,
 * writes.
 *
 * <p>Each change is forced before the next one that relies on it: content, index, the word that it
 * is published, the word that it is current. So at any moment the files tell a whole old state or a
 * whole new one; what an interrupted change left is deleted by the next one that takes the lock.
 */
public final class ImageStore {

  private static final Logger LOG = LoggerFactory.getLogger(ImageStore.class);

  private static final String INDEX = ".index";
  private static final String PUBLISHED = ".published";
  private static final String CURRENT = "current";

  private final Path root;
  private final Segments segments;
  private final Setup setup;

  /** What tests turn. */
  record Setup(CommitSteps steps, long maxSegmentBytes, NameHash hash) {
    static final Setup PRODUCTION =
        new Setup(CommitSteps.UNOBSERVED, Segments.MAX_BYTES, NameHash.SIPHASH);
  }

  private ImageStore(Path root, Setup setup) {
    this.root = root;
    this.setup = setup;
    this.segments = new Segments(root.resolve("segments"));
  }

  /**
   * Opens the store, making it where there is none.
   *
   * @throws ImageStoreException the directory cannot be made or read
   */
  public static ImageStore open(Path root) {
    return open(root, Setup.PRODUCTION);
  }

  /** For looking only: makes nothing, tidies nothing up, and takes no lock. */
  public static ImageStore openToLook(Path root) {
    return new ImageStore(root, Setup.PRODUCTION);
  }

  static ImageStore open(Path root, Setup setup) {
    ImageStore store = new ImageStore(root, setup);
    try {
      DurableFiles.createDirectory(root);
      DurableFiles.createDirectory(store.segments.directory());
      DurableFiles.createDirectory(store.generationsDirectory());
      Optional<StoreLock> lock = StoreLock.tryTake(store.lockFile());
      if (lock.isPresent()) {
        try (StoreLock held = lock.get()) {
          new Leftovers(store).collect(held);
        }
      }
    } catch (IOException e) {
      throw new ImageStoreException("cannot open the image store " + root, e);
    }
    return store;
  }

  /** Begins the next generation of an image; takes the store's lock until it is closed. */
  public GenerationImport begin(ImageName image, ImportLimits limits) {
    return locked(
        lock -> {
          List<MappedGeneration> known = readable();
          GenerationId next = new GenerationId(image, lastNumber(image) + 1);
          int firstSegment = lastSegment() + 1;
          SegmentWriter writer = new SegmentWriter(segments, setup.maxSegmentBytes(), firstSegment);
          Function<Sha256, Optional<Content>> published =
              hash -> known.stream().flatMap(g -> g.find(hash).stream()).findFirst();
          ContentWriter contents = new ContentWriter(writer, published);
          return new GenerationImport(this, next, writer, contents, limits, lock);
        });
  }

  /** Without those that are damaged: they do not keep an image from being imported again. */
  private List<MappedGeneration> readable() {
    List<MappedGeneration> readable = new ArrayList<>();
    for (GenerationId generation : generations()) {
      try {
        readable.add(open(generation));
      } catch (ImageStoreException damaged) {
        LOG.atWarn()
            .addKeyValue("generation", generation)
            .addKeyValue("reason", damaged.getMessage())
            .log("image.damaged");
      }
    }
    return readable;
  }

  void writeIndex(ImageTree tree, GenerationId generation, long imported) throws IOException {
    Path directory = directory(generation.image());
    setup.steps().before("make the image's directory");
    DurableFiles.createDirectory(directory);
    Path index = index(generation);
    setup.steps().before("write the index");
    try (FileChannel file = DurableFiles.create(DurableFiles.unfinished(index))) {
      IndexSink sink = new IndexSink(file);
      IndexWriter.write(tree, setup.hash(), generation, imported, sink);
      setup.steps().before("sign the index");
      sink.finish();
      setup.steps().before("force the index");
      file.force(true);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    setup.steps().before("put the index in place");
    DurableFiles.putInPlace(index);
    setup.steps().before("force the image's directory");
    DurableFiles.forceDirectory(directory);
  }

  /** Lets a generation be served, with what boots it, and makes it what the next boot gets. */
  public void publish(GenerationId generation, Optional<BootArtifacts> artifacts) {
    StoreLock taken = locked(lock -> lock);
    try (StoreLock lock = taken) {
      lock.requireHeld();
      open(generation); // refuses what is damaged
      Path directory = directory(generation.image());
      replace(published(generation), PublishedFile.format(artifacts), "published", directory);
      String number = generation.number() + "\n";
      replace(currentFile(generation.image()), number, "current", directory);
    } catch (IOException e) {
      throw new ImageStoreException("cannot publish " + generation, e);
    }
  }

  private void replace(Path file, String text, String what, Path directory) throws IOException {
    setup.steps().before("write " + what);
    DurableFiles.writeUnfinished(file, text);
    setup.steps().before("put " + what + " in place");
    DurableFiles.putInPlace(file);
    setup.steps().before("force " + what);
    DurableFiles.forceDirectory(directory);
  }

  /** The generation that the next boot gets. */
  public Optional<GenerationId> current(ImageName image) {
    Path file = currentFile(image);
    try {
      return Optional.of(GenerationId.parse(image + "/" + Files.readString(file).strip()));
    } catch (NoSuchFileException nothingPublished) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageStoreException("cannot read " + file, e);
    }
  }

  public boolean isPublished(GenerationId generation) {
    return Files.exists(published(generation));
  }

  public Optional<BootArtifacts> bootArtifacts(GenerationId generation) {
    Path file = published(generation);
    try {
      return PublishedFile.parse(Files.readString(file));
    } catch (NoSuchFileException notPublished) {
      return Optional.empty();
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageStoreException("cannot read " + file, e);
    }
  }

  public boolean contains(GenerationId generation) {
    return Files.exists(index(generation));
  }

  /**
   * Maps a generation, published or not.
   *
   * @throws ImageStoreException it is not there, or not as it was written
   */
  public MappedGeneration open(GenerationId generation) {
    return new MappedGeneration(generation, index(generation), segments, setup.hash());
  }

  /** All generations, published or not, in order. */
  public List<GenerationId> generations() {
    List<GenerationId> found = new ArrayList<>();
    try (DirectoryStream<Path> images = Files.newDirectoryStream(generationsDirectory())) {
      for (Path image : images) {
        generationsIn(image, found);
      }
    } catch (IOException e) {
      throw new ImageStoreException("cannot list " + root, e);
    }
    found.sort(null);
    return found;
  }

  private static void generationsIn(Path image, List<GenerationId> found) throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(image, "[1-9]*" + INDEX)) {
      for (Path file : files) {
        String name = file.getFileName().toString();
        String number = name.substring(0, name.length() - INDEX.length());
        if (number.matches("[1-9]\\d{0,8}")) {
          found.add(GenerationId.parse(image.getFileName() + "/" + number));
        }
      }
    }
  }

  private int lastNumber(ImageName image) {
    return generations().stream()
        .filter(generation -> generation.image().equals(image))
        .mapToInt(GenerationId::number)
        .max()
        .orElse(0);
  }

  private int lastSegment() throws IOException {
    try (var files = Files.list(segments.directory())) {
      return files.mapToInt(Segments::number).max().orElse(0);
    }
  }

  private <T> T locked(WithLock<T> work) {
    try {
      StoreLock lock =
          StoreLock.tryTake(lockFile())
              .orElseThrow(
                  () ->
                      new ImageRefusedException(
                          StoreLock.holder(lockFile())
                              + " is importing or publishing an image in "
                              + root
                              + " (try again when it is done)"));
      try {
        new Leftovers(this).collect(lock);
        return work.apply(lock);
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new ImageStoreException("cannot write to the image store " + root, e);
    }
  }

  @FunctionalInterface
  private interface WithLock<T> {
    T apply(StoreLock lock) throws IOException;
  }

  /** The segments that any generation refers to. */
  Set<Integer> segmentsInUse() {
    Set<Integer> used = new HashSet<>();
    for (GenerationId generation : generations()) {
      for (int number : open(generation).segmentNumbers()) {
        used.add(number);
      }
    }
    return used;
  }

  CommitSteps steps() {
    return setup.steps();
  }

  List<Path> unfinishedFiles() throws IOException {
    try (var files = Files.walk(generationsDirectory(), 2)) {
      return files.filter(DurableFiles::isUnfinished).toList();
    }
  }

  Segments segments() {
    return segments;
  }

  private Path lockFile() {
    return root.resolve("lock");
  }

  private Path directory(ImageName image) {
    return generationsDirectory().resolve(image.value());
  }

  private Path generationsDirectory() {
    return root.resolve("generations");
  }

  private Path index(GenerationId generation) {
    return directory(generation.image()).resolve(generation.number() + INDEX);
  }

  private Path published(GenerationId generation) {
    return directory(generation.image()).resolve(generation.number() + PUBLISHED);
  }

  private Path currentFile(ImageName image) {
    return directory(image).resolve(CURRENT);
  }
}
