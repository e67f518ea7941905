package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.comosix.appliance.domain.Lease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the living leases into a new file on another thread. Called by the lease thread. */
final class JournalCompaction {

  private static final Logger log = LoggerFactory.getLogger(JournalCompaction.class);

  /** Below this length a journal is left alone: it is read in a fraction of a second. */
  static final long WORTHWHILE = 8L << 20;

  private static final int GROWTH = 4;

  private final JournalFiles files;
  private final Executor executor;
  private final long worthwhile;

  private Optional<CompletableFuture<Result>> running = Optional.empty();
  private long threshold;

  /**
   * A new file, forced.
   *
   * @param upTo what stands in the old file from here on is missing in the new one
   */
  record Result(FileChannel channel, long upTo) {}

  JournalCompaction(JournalFiles files, Executor executor, long worthwhile) {
    this.files = files;
    this.executor = executor;
    this.worthwhile = worthwhile;
    this.threshold = worthwhile;
  }

  void startIfWorthwhile(long length, Supplier<Collection<Lease>> all) {
    if (length < threshold || running.isPresent()) {
      return;
    }
    Collection<Lease> leases = all.get();
    running =
        Optional.of(
            CompletableFuture.supplyAsync(
                () -> {
                  try {
                    return new Result(files.create(leases), length);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                },
                executor));
  }

  /** The new file, once. */
  Optional<Result> finished() {
    if (running.isEmpty() || !running.get().isDone()) {
      return Optional.empty();
    }
    CompletableFuture<Result> done = running.get();
    running = Optional.empty();
    try {
      return Optional.of(done.join());
    } catch (CompletionException e) {
      threshold += worthwhile;
      log.atWarn()
          .addKeyValue("file", files.fresh())
          .addKeyValue("reason", String.valueOf(e.getCause()))
          .log("lease.compaction-failed");
      return Optional.empty();
    }
  }

  /** After a new file took over. */
  void restartAt(long length) {
    threshold = Math.max(worthwhile, GROWTH * length);
  }

  /** Waits for a compaction under way and drops what it made: the file name is needed. */
  void abandon() {
    threshold += worthwhile;
    running.ifPresent(
        future ->
            future
                .thenAccept(
                    result -> {
                      try {
                        result.channel().close();
                      } catch (IOException e) {
                        throw new UncheckedIOException(e);
                      }
                    })
                .exceptionally(failure -> null)
                .join());
    running = Optional.empty();
  }
}
