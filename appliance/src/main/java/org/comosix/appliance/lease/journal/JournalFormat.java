package org.comosix.appliance.lease.journal;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.comosix.appliance.domain.Lease;

/**
 * The file: eight bytes of magic and a version, then frames. A frame is one batch, which counts as
 * a whole or not at all:
 *
 * <pre>
 * magic 4 | payload length 4 | CRC-32C of the payload 4 | CRC-32C of these twelve bytes 4 | records
 * </pre>
 *
 * The header has its own checksum so that the length of a damaged payload can be trusted: that is
 * what tells a torn tail from damage in the middle.
 */
final class JournalFormat {

  static final long FILE_MAGIC = 0x434d_584c_4541_5345L; // CMXLEASE
  static final int VERSION = 1;
  static final int FILE_HEADER = 12;

  static final int FRAME_MAGIC = 0x4c45_4153; // LEAS
  static final int FRAME_HEADER = 16;
  private static final int CHECKED_HEADER = 12;

  private JournalFormat() {}

  static ByteBuffer fileHeader() {
    return ByteBuffer.allocate(FILE_HEADER).putLong(FILE_MAGIC).putInt(VERSION).flip();
  }

  static boolean isFileHeader(ByteBuffer file) {
    return file.limit() >= FILE_HEADER
        && file.getLong(0) == FILE_MAGIC
        && file.getInt(Long.BYTES) == VERSION;
  }

  static ByteBuffer frame(List<Lease> leases) {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + leases.size() * LeaseRecord.MAX_LENGTH);
    frame.position(FRAME_HEADER);
    leases.forEach(lease -> LeaseRecord.write(lease, frame));
    frame.flip();
    int length = frame.limit() - FRAME_HEADER;
    frame.putInt(0, FRAME_MAGIC).putInt(4, length);
    frame.putInt(8, checksum(frame, FRAME_HEADER, length));
    return frame.putInt(12, checksum(frame, 0, CHECKED_HEADER));
  }

  /** Whether a frame header with a right checksum stands here. */
  static boolean isFrameHeader(ByteBuffer file, int at) {
    return file.limit() - at >= FRAME_HEADER
        && file.getInt(at) == FRAME_MAGIC
        && file.getInt(at + CHECKED_HEADER) == checksum(file, at, CHECKED_HEADER);
  }

  /** Bytes of the frame whose header stands here, itself included. */
  static long frameLength(ByteBuffer file, int at) {
    return (long) FRAME_HEADER + file.getInt(at + 4);
  }

  /** Whether the whole frame is there and its payload is what was written. */
  static boolean isWhole(ByteBuffer file, int at) {
    long length = frameLength(file, at);
    return length >= FRAME_HEADER
        && length <= file.limit() - at
        && file.getInt(at + 8) == checksum(file, at + FRAME_HEADER, (int) length - FRAME_HEADER);
  }

  private static int checksum(ByteBuffer of, int at, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(of.slice(at, length));
    return (int) checksum.getValue();
  }
}
