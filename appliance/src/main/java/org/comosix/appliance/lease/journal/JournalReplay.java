package org.comosix.appliance.lease.journal;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.LeaseJournalException;

/**
 * Reads a journal and finds where its good part ends.
 *
 * <p>A frame is only ever appended after the one before it was forced. So a bad frame with nothing
 * good behind it is a batch that was being written when the power went: nobody was told of it, and
 * it is cut off. A bad frame with a good one behind it was durable once: acknowledged leases may be
 * lost, and a person has to decide.
 */
final class JournalReplay {

  private final Path name;
  private final ByteBuffer file;
  private final Consumer<Lease> leases;

  JournalReplay(Path name, ByteBuffer file, Consumer<Lease> leases) {
    this.name = name;
    this.file = file;
    this.leases = leases;
  }

  /**
   * Hands out every record in order.
   *
   * @return the length of the good part, bytes
   * @throws LeaseJournalException damage that is not a torn tail
   */
  int run() {
    if (!JournalFormat.isFileHeader(file)) {
      throw damaged(0, "it does not begin as a lease journal of version " + JournalFormat.VERSION);
    }
    int at = JournalFormat.FILE_HEADER;
    while (at < file.limit() && JournalFormat.isFrameHeader(file, at)) {
      if (!JournalFormat.isWhole(file, at)) {
        refuseIfMoreFollows(at, at + JournalFormat.frameLength(file, at));
        return at;
      }
      int end = at + (int) JournalFormat.frameLength(file, at);
      readRecords(at, end);
      at = end;
    }
    refuseIfMoreFollows(at, at + 1L);
    return at;
  }

  private void readRecords(int frame, int end) {
    ByteBuffer records = file.duplicate().limit(end).position(frame + JournalFormat.FRAME_HEADER);
    while (records.hasRemaining()) {
      int at = records.position();
      try {
        leases.accept(LeaseRecord.read(records));
      } catch (IllegalArgumentException e) {
        throw damaged(at, "a record makes no sense (" + e.getMessage() + ")");
      }
    }
  }

  private void refuseIfMoreFollows(int bad, long from) {
    for (long at = from; at <= file.limit() - JournalFormat.FRAME_HEADER; at++) {
      if (JournalFormat.isFrameHeader(file, (int) at)) {
        throw damaged(bad, "good records follow at byte " + at);
      }
    }
  }

  private LeaseJournalException damaged(int at, String how) {
    return new LeaseJournalException(
        name
            + " is damaged at byte "
            + at
            + ": "
            + how
            + ". Leases that clients rely on may be lost. Restore the file from a backup; or move"
            + " it away to start with no leases, after the lease time has passed since the"
            + " appliance stopped");
  }
}
