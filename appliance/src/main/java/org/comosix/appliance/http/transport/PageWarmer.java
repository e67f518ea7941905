package org.comosix.appliance.http.transport;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Reads a piece of a file into the page cache before sendfile takes it, since sendfile on an event
 * loop would make every other client wait for the disk. What was read in the last half minute is
 * taken to be in memory still: in a boot storm one node's reading serves all. Any thread.
 */
final class PageWarmer {

  private static final Duration STAYS_WARM = Duration.ofSeconds(30);
  private static final int MAX_PIECES = 4096;
  private static final int STEP = 128 * 1024;

  private final Executor disk;
  private final InstantSource clock;
  private final Map<Piece, Instant> warm = new LinkedHashMap<>();

  PageWarmer(Executor disk, InstantSource clock) {
    this.disk = disk;
    this.clock = clock;
  }

  private record Piece(Path file, long offset, long length) {}

  /**
   * Runs {@code then} when the piece is in memory: at once, or later on the disk's thread.
   *
   * @param failed told instead when it cannot be read
   */
  void warm(Path file, long offset, long length, Runnable then, FailedRead failed) {
    Piece piece = new Piece(file, offset, length);
    if (isWarm(piece)) {
      then.run();
      return;
    }
    disk.execute(
        () -> {
          try {
            read(piece);
          } catch (IOException e) {
            failed.because(e);
            return;
          }
          markWarm(piece);
          then.run();
        });
  }

  /** Told why. */
  @FunctionalInterface
  interface FailedRead {
    void because(IOException problem);
  }

  private static void read(Piece piece) throws IOException {
    ByteBuffer scratch = ByteBuffer.allocate(STEP);
    long end = piece.offset() + piece.length();
    try (FileChannel channel = FileChannel.open(piece.file(), READ)) {
      for (long at = piece.offset(); at < end; ) {
        scratch.clear().limit((int) Math.min(STEP, end - at));
        int count = channel.read(scratch, at);
        if (count < 0) {
          throw new IOException("the file ends " + (end - at) + " bytes early");
        }
        at += count;
      }
    }
  }

  private synchronized boolean isWarm(Piece piece) {
    Instant since = warm.get(piece);
    return since != null && clock.instant().isBefore(since.plus(STAYS_WARM));
  }

  private synchronized void markWarm(Piece piece) {
    warm.remove(piece);
    warm.put(piece, clock.instant());
    if (warm.size() > MAX_PIECES) {
      warm.remove(warm.keySet().iterator().next());
    }
  }
}
