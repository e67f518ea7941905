package org.comosix.appliance.image.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.image.ImageStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an interrupted import or publish left: files without their final name, and segments that no
 * index refers to. Deleted only under the store's lock, so nothing of it is still being written.
 */
final class Leftovers {

  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

  private final ImageStore store;

  Leftovers(ImageStore store) {
    this.store = store;
  }

  void collect(StoreLock lock) throws IOException {
    lock.requireHeld();
    for (Path file : store.unfinishedFiles()) {
      delete(file);
    }
    List<Path> segments;
    try (var files = Files.list(store.segments().directory())) {
      segments = files.filter(file -> Segments.number(file) > 0).toList();
    }
    if (segments.isEmpty()) {
      return;
    }
    Set<Integer> used;
    try {
      used = store.segmentsInUse();
    } catch (ImageStoreException damaged) {
      // An index that cannot be read may refer to any of them: better keep too much.
      LOG.atWarn().addKeyValue("reason", damaged.getMessage()).log("image.leftovers-kept");
      return;
    }
    for (Path segment : segments) {
      if (!used.contains(Segments.number(segment))) {
        delete(segment);
      }
    }
  }

  private static void delete(Path file) throws IOException {
    Files.delete(file);
    LOG.atInfo().addKeyValue("file", file).log("image.leftover-deleted");
  }
}
