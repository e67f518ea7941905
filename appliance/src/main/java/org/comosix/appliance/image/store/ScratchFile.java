package org.comosix.appliance.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.comosix.appliance.image.ImageStoreException;

/**
 * A file that is gone when it is closed, and at the latest when the process ends in order. Not in
 * the store's directory: what builds an image gives up its rights on the way and could not get
 * through there.
 */
public final class ScratchFile implements AutoCloseable {

  private final Path path;

  private ScratchFile(Path path) {
    this.path = path;
  }

  /**
   * Makes an empty one under a new name.
   *
   * @param directory on a disk with room for an image
   */
  public static ScratchFile in(Path directory, String suffix) {
    try {
      Path path = Files.createTempFile(directory, "comosix-", suffix);
      path.toFile().deleteOnExit();
      return new ScratchFile(path);
    } catch (IOException e) {
      throw new ImageStoreException("cannot write in " + directory, e);
    }
  }

  public Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new ImageStoreException("cannot delete " + path, e);
    }
  }
}
