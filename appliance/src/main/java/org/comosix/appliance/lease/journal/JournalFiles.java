package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.comosix.appliance.domain.Lease;

/** The journal's files in their directory, and how a new one takes the old one's place. */
final class JournalFiles {

  /** Records in one frame of a new file: large enough to be quick, small enough to hold. */
  private static final int RECORDS_A_FRAME = 1024;

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Path directory;
  private final JournalDisk disk;

  JournalFiles(Path directory, JournalDisk disk) {
    this.directory = directory;
    this.disk = disk;
  }

  Path lock() {
    return directory.resolve("leases.lock");
  }

  Path current() {
    return directory.resolve("leases.journal");
  }

  Path fresh() {
    return directory.resolve("leases.journal.new");
  }

  /** Writes a new file with these leases, forced to disk. Any one thread at a time. */
  FileChannel create(Collection<Lease> leases) throws IOException {
    FileChannel channel =
        disk.open(
            fresh(),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    try {
      writeAll(channel, JournalFormat.fileHeader());
      List<Lease> all = new ArrayList<>(leases);
      for (int from = 0; from < all.size(); from += RECORDS_A_FRAME) {
        int to = Math.min(all.size(), from + RECORDS_A_FRAME);
        writeAll(channel, JournalFormat.frame(all.subList(from, to)));
      }
      channel.force(true);
      return channel;
    } catch (IOException e) {
      channel.close();
      discard(e);
      throw e;
    }
  }

  /** Gives the room back that a half-written file took from a full disk. */
  private void discard(IOException why) {
    try {
      Files.deleteIfExists(fresh());
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  /** Keeps the current file under another name too, which says when. */
  Path keepCurrent(Instant now) throws IOException {
    Path kept = directory.resolve("leases.journal.damaged-" + STAMP.format(now));
    return Files.createLink(kept, current());
  }

  /** Whether nothing can be written here, whoever asks. */
  boolean isReadOnly() throws IOException {
    return Files.exists(directory) && Files.getFileStore(directory).isReadOnly();
  }

  /** Atomic: after a crash there is the old file or the new one, whole. */
  void putInPlace() throws IOException {
    Files.move(fresh(), current(), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Makes the last {@link #putInPlace} durable. */
  void forceDirectory() throws IOException {
    try (FileChannel entries = FileChannel.open(directory, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private static void writeAll(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
