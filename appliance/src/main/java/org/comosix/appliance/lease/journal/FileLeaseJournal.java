package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.LeaseJournal;
import org.comosix.appliance.lease.LeaseJournalException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lease journal in {@code leases.journal}.
 *
 * <ul>
 *   <li>One batch is one write and one fdatasync.
 *   <li>A write that fails is cut off again, and the next batch tries anew. After a failed force
 *       the kernel may have dropped the pages, so nothing in the file can be trusted: the next
 *       batch goes, with everything else, into a new file.
 *   <li>When the file has grown to several times what is alive, another thread writes a new one,
 *       which takes the old one's place by rename; serving goes on meanwhile.
 * </ul>
 *
 * <p>One thread, which must never be interrupted: that would close the file.
 */
public final class FileLeaseJournal implements LeaseJournal {

  private static final Logger log = LoggerFactory.getLogger(FileLeaseJournal.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  private final JournalFiles files;
  private final JournalCompaction compaction;
  private final InstantSource clock;
  private final FileChannel lock;

  private FileChannel channel;
  private long end;
  private boolean trusted = true;
  private Instant lastFailure = Instant.EPOCH;

  /**
   * Opens the journal, or makes an empty one.
   *
   * @param directory made when it is not there
   * @param compactor runs compactions, one at a time
   * @throws LeaseJournalException no access, or another process has it open
   */
  public FileLeaseJournal(Path directory, Executor compactor, InstantSource clock) {
    this(directory, compactor, clock, FileChannel::open, JournalCompaction.WORTHWHILE);
  }

  FileLeaseJournal(
      Path directory, Executor compactor, InstantSource clock, JournalDisk disk, long worthwhile) {
    this.files = new JournalFiles(directory, disk);
    this.clock = clock;
    this.compaction = new JournalCompaction(files, compactor, worthwhile);
    try {
      Files.createDirectories(directory);
      this.lock = lock(directory.resolve("leases.lock"));
    } catch (IOException e) {
      throw new LeaseJournalException("cannot write in " + directory + ": " + e, e);
    }
    try {
      this.channel = openOrCreate(disk);
      this.end = channel.size();
    } catch (IOException e) {
      unlock(e);
      throw new LeaseJournalException("cannot open " + files.current() + ": " + e, e);
    }
  }

  private FileChannel openOrCreate(JournalDisk disk) throws IOException {
    Files.deleteIfExists(files.fresh());
    if (!Files.exists(files.current())) {
      files.create(List.of()).close();
      files.putInPlace();
      files.forceDirectory();
    }
    return disk.open(files.current(), StandardOpenOption.READ, StandardOpenOption.WRITE);
  }

  private void unlock(IOException why) {
    try {
      lock.close();
    } catch (IOException e) {
      why.addSuppressed(e);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel lock = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (lock.tryLock() != null) {
        return lock;
      }
    } catch (OverlappingFileLockException e) {
      // The same, by this process: falls through.
    }
    lock.close();
    throw new LeaseJournalException(
        file + " is locked: another appliance serves from this directory");
  }

  @Override
  public void replay(Consumer<Lease> leases) {
    try {
      ByteBuffer file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      end = new JournalReplay(files.current(), file, leases).run();
      if (end < file.limit()) {
        log.atWarn()
            .addKeyValue("file", files.current())
            .addKeyValue("offset", end)
            .addKeyValue("bytes", file.limit() - end)
            .log("lease.journal-tail-cut");
        channel.truncate(end);
        channel.force(true);
      }
    } catch (IOException e) {
      throw new LeaseJournalException("cannot read " + files.current() + ": " + e, e);
    }
  }

  @Override
  public void append(List<Lease> batch, Supplier<Collection<Lease>> all) {
    if (!trusted) {
      writeAnew(all.get());
      return;
    }
    compaction.finished().ifPresent(this::moveTo);
    ByteBuffer frame = JournalFormat.frame(batch);
    int length = frame.remaining();
    write(frame);
    force();
    end += length;
    compaction.startIfWorthwhile(end, all);
  }

  private void write(ByteBuffer frame) {
    try {
      long at = end;
      while (frame.hasRemaining()) {
        at += channel.write(frame, at);
      }
    } catch (IOException e) {
      cutOff();
      throw failed("cannot write to", e);
    }
  }

  private void cutOff() {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      trusted = false;
    }
  }

  private void force() {
    try {
      channel.force(false);
    } catch (IOException e) {
      trusted = false;
      throw failed("cannot force to disk", e);
    }
  }

  /** Into a new file, since the old one cannot be trusted; not more often than once a second. */
  private void writeAnew(Collection<Lease> all) {
    if (clock.instant().isBefore(lastFailure.plus(RETRY_AFTER))) {
      throw new LeaseJournalException(files.current() + " failed a moment ago");
    }
    try {
      compaction.abandon();
      FileChannel fresh = files.create(all);
      takeOver(fresh);
      log.atInfo().addKeyValue("file", files.current()).log("lease.journal-written-anew");
    } catch (IOException e) {
      throw failed("cannot write anew", e);
    }
  }

  /** The compacted file and what was appended since it was begun. */
  private void moveTo(JournalCompaction.Result compacted) {
    try {
      FileChannel fresh = compacted.channel();
      long missing = end - compacted.upTo();
      long from = compacted.upTo();
      fresh.position(fresh.size());
      while (from < end) {
        from += channel.transferTo(from, end - from, fresh);
      }
      fresh.force(true);
      long before = end;
      takeOver(fresh);
      log.atInfo()
          .addKeyValue("file", files.current())
          .addKeyValue("from", before)
          .addKeyValue("to", end)
          .addKeyValue("appended", missing)
          .log("lease.journal-compacted");
    } catch (IOException e) {
      if (!trusted) {
        throw failed("cannot force the directory of", e);
      }
      // The old file is whole and still in its place: serving goes on with it.
      compaction.abandon();
      log.atWarn()
          .addKeyValue("file", files.current())
          .addKeyValue("reason", e.toString())
          .log("lease.compaction-failed");
    }
  }

  private void takeOver(FileChannel fresh) throws IOException {
    files.putInPlace();
    FileChannel old = channel;
    channel = fresh;
    end = fresh.size();
    compaction.restartAt(end);
    old.close();
    trusted = false;
    files.forceDirectory();
    trusted = true;
  }

  private LeaseJournalException failed(String what, IOException e) {
    lastFailure = clock.instant();
    return new LeaseJournalException(what + " " + files.current() + ": " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try (lock) {
      compaction.abandon();
      channel.close();
    } catch (IOException e) {
      throw new LeaseJournalException("cannot close " + files.current() + ": " + e, e);
    }
  }
}
