package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.comosix.appliance.lease.LeaseJournalException;

/** Keeps two processes from serving from one directory. */
final class JournalLock implements AutoCloseable {

  private final Optional<FileChannel> file;

  private JournalLock(Optional<FileChannel> file) {
    this.file = file;
  }

  /**
   * For who writes.
   *
   * @throws IOException the lock's file cannot be made
   * @throws LeaseJournalException another process has it
   */
  static JournalLock toWrite(Path file) throws IOException {
    return locked(
        file, FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE), false);
  }

  /** For who can only read, where a file can perhaps not be made. */
  static JournalLock toRead(Path file) throws IOException {
    return Files.exists(file)
        ? locked(file, FileChannel.open(file, StandardOpenOption.READ), true)
        : new JournalLock(Optional.empty());
  }

  private static JournalLock locked(Path file, FileChannel channel, boolean shared)
      throws IOException {
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null) {
        return new JournalLock(Optional.of(channel));
      }
    } catch (OverlappingFileLockException e) {
      // The same, by this process: falls through.
    }
    channel.close();
    throw new LeaseJournalException(
        file + " is locked: another appliance serves from this directory");
  }

  @Override
  public void close() throws IOException {
    if (file.isPresent()) {
      file.get().close();
    }
  }
}
