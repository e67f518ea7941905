package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.comosix.appliance.domain.AddressTable;
import org.comosix.appliance.domain.Lease;

/**
 * Reads a journal from its begin to its end, and then of all that is good in it the last record of
 * each address.
 *
 * <p>A frame is only ever appended after the one before it was forced. So a bad frame with nothing
 * good behind it is a batch that was being written when the power went: nobody was told of it. A
 * bad frame with a good one behind it was durable once: acknowledged leases may be lost.
 */
final class JournalScan {

  private static final int STEP = 1 << 16;

  private final JournalWindow file;

  /** Where the last record of each address stands: of a million most are outdated by later ones. */
  private final AddressTable last = new AddressTable();

  private final List<JournalDamage> damage = new ArrayList<>();
  private long records;

  private JournalScan(JournalWindow file) {
    this.file = file;
  }

  /**
   * Hands out the last good record of each address, in the order of the file.
   *
   * @return empty when this is no journal: neither its begin nor anything else is as it should be
   */
  static Optional<JournalReport> read(FileChannel file, Consumer<Lease> leases) throws IOException {
    JournalScan scan = new JournalScan(new JournalWindow(file));
    Optional<JournalReport> report = scan.run();
    scan.handOut(leases);
    return report;
  }

  private void handOut(Consumer<Lease> leases) throws IOException {
    for (long position : last.numbers().sorted().toArray()) {
      leases.accept(LeaseRecord.read(file.view(position, LeaseRecord.MAX_LENGTH)));
    }
  }

  private Optional<JournalReport> run() throws IOException {
    boolean begin = JournalFormat.isFileHeader(file.view(0, JournalFormat.FILE_HEADER));
    OptionalLong first = begin ? OptionalLong.of(JournalFormat.FILE_HEADER) : nextHeader(0);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    if (!begin) {
      damage.add(new JournalDamage(0, first.getAsLong()));
    }
    long end = frames(first.getAsLong());
    return Optional.of(new JournalReport(end, file.length(), records, damage));
  }

  private long frames(long from) throws IOException {
    long at = from;
    while (at < file.length()) {
      ByteBuffer header = file.view(at, JournalFormat.FRAME_HEADER);
      boolean known = JournalFormat.isFrameHeader(header, 0);
      long end = known ? at + JournalFormat.frameLength(header, 0) : at + 1;
      if (!known || !isGood(at, end)) {
        OptionalLong next = nextHeader(end);
        if (next.isEmpty()) {
          return at;
        }
        damage.add(new JournalDamage(at, next.getAsLong()));
        end = next.getAsLong();
      }
      at = end;
    }
    return at;
  }

  /** Whether the frame is whole; then its records are noted. */
  private boolean isGood(long at, long end) throws IOException {
    if (end > file.length()) {
      return false;
    }
    ByteBuffer frame = file.view(at, end - at);
    if (!JournalFormat.isWhole(frame, 0)) {
      return false;
    }
    frame.position(JournalFormat.FRAME_HEADER);
    try {
      while (frame.hasRemaining()) {
        long position = at + frame.position();
        last.put(LeaseRecord.read(frame).address(), position);
        records++;
      }
      return true;
    } catch (IllegalArgumentException e) {
      // As it was written, and yet no lease: not this program wrote it.
      return false;
    }
  }

  private OptionalLong nextHeader(long from) throws IOException {
    for (long step = from; step < file.length(); step += STEP) {
      ByteBuffer bytes = file.view(step, STEP + JournalFormat.FRAME_HEADER - 1L);
      for (int at = 0; at <= bytes.limit() - JournalFormat.FRAME_HEADER; at++) {
        if (JournalFormat.isFrameHeader(bytes, at)) {
          return OptionalLong.of(step + at);
        }
      }
    }
    return OptionalLong.empty();
  }
}
