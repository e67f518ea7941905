package org.comosix.appliance.image.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.image.ImageStoreException;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.ImportProgress.Phase;

/**
 * A generation on its way into the store. Nothing of it is seen before {@link #commit}; closed
 * without that, it leaves nothing. Holds the store's lock. One thread.
 */
public final class GenerationImport implements AutoCloseable {

  private final ImageStore store;
  private final GenerationId generation;
  private final SegmentWriter segments;
  private final ContentWriter contents;
  private final ImageTree tree;
  private final StoreLock lock;
  private boolean committed;

  GenerationImport(
      ImageStore store,
      GenerationId generation,
      SegmentWriter segments,
      ContentWriter contents,
      ImportLimits limits,
      StoreLock lock) {
    this.store = store;
    this.generation = generation;
    this.segments = segments;
    this.contents = contents;
    this.tree = new ImageTree(limits);
    this.lock = lock;
  }

  public GenerationId generation() {
    return generation;
  }

  public ImageTree tree() {
    return tree;
  }

  /**
   * Stores the content of a regular file.
   *
   * @param in the next {@code size} bytes of it are taken
   * @throws EOFException there are fewer
   * @throws IOException the stream or the disk failed
   */
  public Content store(InputStream in, long size) throws IOException {
    return contents.store(in, size);
  }

  /**
   * Makes the generation a candidate: whole and on disk, but not yet served.
   *
   * @param importedSeconds when, since 1970
   */
  public GenerationId commit(long importedSeconds, ImportProgress progress) {
    try {
      long bytes = segments.bytes();
      progress.report(Phase.SAVING, 0, bytes);
      store.steps().before("force content");
      segments.force();
      progress.report(Phase.SAVING, bytes, bytes);
      progress.report(Phase.INDEXING, 0, 1);
      store.writeIndex(tree, generation, importedSeconds);
      progress.report(Phase.INDEXING, 1, 1);
      committed = true;
      return generation;
    } catch (IOException e) {
      throw new ImageStoreException("cannot store " + generation, e);
    }
  }

  @Override
  public void close() {
    try (lock) {
      if (committed) {
        segments.close();
      } else {
        segments.discard();
      }
    } catch (IOException e) {
      throw new ImageStoreException("cannot finish the import of " + generation, e);
    }
  }
}
