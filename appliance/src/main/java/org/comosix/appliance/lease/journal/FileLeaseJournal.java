package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
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
 *   <li>A file with damage in its middle is read as far as it is good, and nothing is written until
 *       a person has it repaired: what was lost may be another client's.
 *   <li>Where the file system is read-only the file is read, and written anew once that is over.
 * </ul>
 *
 * <p>One thread, which must never be interrupted: that would close the file.
 */
public final class FileLeaseJournal implements LeaseJournal {

  private static final Logger log = LoggerFactory.getLogger(FileLeaseJournal.class);

  private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

  /** Room for a large batch: with less the next one would fail again. */
  private static final int TRIAL_BYTES = 1 << 16;

  private final JournalFiles files;
  private final JournalCompaction compaction;
  private final InstantSource clock;

  private JournalLock lock;
  private FileChannel channel;
  private long end;
  private boolean readOnly;
  private boolean trusted = true;
  private Optional<String> damage = Optional.empty();
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
      this.readOnly = files.isReadOnly();
      if (!readOnly) {
        Files.createDirectories(directory);
      }
      this.lock = readOnly ? JournalLock.toRead(files.lock()) : JournalLock.toWrite(files.lock());
    } catch (IOException e) {
      throw new LeaseJournalException("cannot write in " + directory + ": " + e, e);
    }
    try {
      this.channel = readOnly ? openToRead(disk) : openOrCreate(disk);
      this.end = channel.size();
    } catch (IOException e) {
      unlock(e);
      throw new LeaseJournalException("cannot open " + files.current() + ": " + e, e);
    }
  }

  private FileChannel openToRead(JournalDisk disk) throws IOException {
    trusted = false;
    return disk.open(files.current(), StandardOpenOption.READ);
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

  @Override
  public void replay(Consumer<Lease> leases) {
    try {
      JournalReport found =
          JournalScan.read(channel, leases)
              .orElseThrow(
                  () ->
                      new LeaseJournalException(
                          files.current()
                              + " does not begin as a lease journal of version "
                              + JournalFormat.VERSION
                              + ", and has no leases in it. Restore it from a backup, or move it"
                              + " away to start with no leases"));
      end = found.end();
      if (!found.damage().isEmpty()) {
        damage = Optional.of(describe(found.damage()));
      } else if (!readOnly && end < found.length()) {
        cutTail(found.length());
      }
    } catch (IOException e) {
      throw new LeaseJournalException("cannot read " + files.current() + ": " + e, e);
    }
  }

  private String describe(List<JournalDamage> damages) {
    return files.current()
        + " is damaged: "
        + String.join(", ", damages.stream().map(JournalDamage::toString).toList())
        + ". \"comosix leases repair\" goes on with the leases that are left";
  }

  private void cutTail(long length) throws IOException {
    log.atWarn()
        .addKeyValue("file", files.current())
        .addKeyValue("offset", end)
        .addKeyValue("bytes", length - end)
        .log("lease.journal-tail-cut");
    channel.truncate(end);
    channel.force(true);
  }

  @Override
  public Optional<String> problem() {
    return damage.isPresent() || !readOnly
        ? damage
        : Optional.of(files.current() + " is on a read-only file system");
  }

  @Override
  public void append(List<Lease> batch, Supplier<Collection<Lease>> all) {
    refuseIfDamaged();
    if (!trusted) {
      writeAnew(all);
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

  private void refuseIfDamaged() {
    damage.ifPresent(
        text -> {
          throw new LeaseJournalException(text);
        });
  }

  @Override
  public void recover(Supplier<Collection<Lease>> all) {
    refuseIfDamaged();
    if (!trusted) {
      writeAnew(all);
      return;
    }
    write(ByteBuffer.allocate(TRIAL_BYTES));
    force();
    cutOff();
  }

  @Override
  public Optional<Path> repair(Supplier<Collection<Lease>> all) {
    if (damage.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path kept = files.keepCurrent(clock.instant());
      writeAnew(all);
      damage = Optional.empty();
      return Optional.of(kept);
    } catch (IOException e) {
      throw failed("cannot keep a copy of", e);
    }
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
  private void writeAnew(Supplier<Collection<Lease>> all) {
    if (clock.instant().isBefore(lastFailure.plus(RETRY_AFTER))) {
      throw new LeaseJournalException(files.current() + " failed a moment ago");
    }
    try {
      if (readOnly) {
        lockToWrite();
      }
      compaction.abandon();
      takeOver(files.create(all.get()));
      log.atInfo().addKeyValue("file", files.current()).log("lease.journal-written-anew");
    } catch (IOException e) {
      throw failed("cannot write anew", e);
    }
  }

  private void lockToWrite() throws IOException {
    JournalLock before = lock;
    before.close();
    try {
      lock = JournalLock.toWrite(files.lock());
      readOnly = false;
    } catch (IOException | LeaseJournalException e) {
      lock = JournalLock.toRead(files.lock());
      throw e;
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
    try {
      compaction.abandon();
      channel.close();
      lock.close();
    } catch (IOException e) {
      throw new LeaseJournalException("cannot close " + files.current() + ": " + e, e);
    }
  }
}
