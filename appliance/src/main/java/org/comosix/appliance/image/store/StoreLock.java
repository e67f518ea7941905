package org.comosix.appliance.image.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** One process at a time changes the store. The kernel lets go of the lock when its holder dies. */
final class StoreLock implements Closeable {

  private final FileChannel file;

  private StoreLock(FileChannel file) {
    this.file = file;
  }

  /** Empty when another process, or another thread of this one, holds it. */
  static Optional<StoreLock> tryTake(Path path) throws IOException {
    FileChannel file = DurableFiles.openOrCreate(path);
    try {
      FileLock lock = file.tryLock();
      if (lock == null) {
        file.close();
        return Optional.empty();
      }
    } catch (OverlappingFileLockException heldByThisProcess) {
      file.close();
      return Optional.empty();
    }
    file.truncate(0);
    IndexSink.writeFully(file, ByteBuffer.wrap(ownId().getBytes(StandardCharsets.US_ASCII)), 0);
    return Optional.of(new StoreLock(file));
  }

  /** Who holds it, for people. */
  static String holder(Path path) {
    try {
      return "process " + Files.readString(path).strip();
    } catch (IOException unreadable) {
      return "another process";
    }
  }

  private static String ownId() {
    return ProcessHandle.current().pid() + "\n";
  }

  void requireHeld() {
    if (!file.isOpen()) {
      throw new IllegalStateException("the image store's lock was given back");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
