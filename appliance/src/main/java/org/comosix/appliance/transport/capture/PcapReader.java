package org.comosix.appliance.transport.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** The classic format of tcpdump: one header, then time, length and bytes of each packet. */
final class PcapReader {

  private static final int MICROSECONDS = 0xa1b2c3d4;
  private static final int NANOSECONDS = 0xa1b23c4d;
  private static final int REST_OF_HEADER = 20;
  private static final int RECORD_HEADER = 16;

  private final InputStream in;
  private final ByteOrder order;
  private final int nanosecondsATick;
  private final Consumer<CapturedFrame> frames;

  private PcapReader(
      InputStream in, ByteOrder order, boolean nanoseconds, Consumer<CapturedFrame> frames) {
    this.in = in;
    this.order = order;
    this.nanosecondsATick = nanoseconds ? 1 : 1000;
    this.frames = frames;
  }

  /**
   * Takes the file's first number, as it reads in network order.
   *
   * @throws CaptureFormatException it is none of this format's
   */
  static PcapReader begin(int magic, InputStream in, Consumer<CapturedFrame> frames)
      throws CaptureFormatException {
    int swapped = Integer.reverseBytes(magic);
    if (magic == MICROSECONDS || magic == NANOSECONDS) {
      return new PcapReader(in, ByteOrder.BIG_ENDIAN, magic == NANOSECONDS, frames);
    }
    if (swapped == MICROSECONDS || swapped == NANOSECONDS) {
      return new PcapReader(in, ByteOrder.LITTLE_ENDIAN, swapped == NANOSECONDS, frames);
    }
    throw new CaptureFormatException(
        "expected a capture file of tcpdump or Wireshark (pcap or pcapng)");
  }

  void read() throws IOException {
    try {
      ByteBuffer header = CaptureFile.take(in, REST_OF_HEADER, order);
      int linkType = header.getInt(16) & 0xffff; // above it are bits about a checksum
      while (true) {
        ByteBuffer record = CaptureFile.take(in, RECORD_HEADER, order);
        long seconds = Integer.toUnsignedLong(record.getInt(0));
        long ticks = Integer.toUnsignedLong(record.getInt(4));
        byte[] bytes = CaptureFile.take(in, record.getInt(8), order).array();
        Instant time = Instant.ofEpochSecond(seconds, ticks * nanosecondsATick);
        frames.accept(new CapturedFrame(time, linkType, Optional.empty(), bytes));
      }
    } catch (EOFException e) {
      // The end, or the packet that was being written when the file was copied.
    }
  }
}
