package org.comosix.appliance.transport.capture;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Consumer;

/** Tells the two formats of capture files apart and reads either. */
public final class CaptureFile {

  /** More than any interface hands over at once: what claims more is not a capture. */
  static final int LARGEST = 1 << 22;

  private static final int GZIP = 0x1f8b;

  private CaptureFile() {}

  /**
   * Hands out every packet in order. A file that ends in the middle of a packet, as that of a
   * capture which is still running, is read as far as it goes.
   *
   * @throws CaptureFormatException this is no capture
   */
  public static void read(InputStream in, Consumer<CapturedFrame> frames) throws IOException {
    byte[] magic = in.readNBytes(4);
    if (magic.length < 4) {
      throw new CaptureFormatException("expected a capture file, not " + magic.length + " bytes");
    }
    int number = ByteBuffer.wrap(magic).getInt();
    if (number >>> 16 == GZIP) {
      throw new CaptureFormatException("expected a capture file; unpack it with gunzip first");
    }
    if (number == PcapngReader.SECTION_HEADER) {
      new PcapngReader(in, frames).read();
    } else {
      PcapReader.begin(number, in, frames).read();
    }
  }

  /** As much as was asked for. */
  static ByteBuffer take(InputStream in, int length, ByteOrder order) throws IOException {
    if (length < 0 || length > LARGEST) {
      throw new CaptureFormatException("expected a packet, not one of " + length + " bytes");
    }
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException();
    }
    return ByteBuffer.wrap(bytes).order(order);
  }
}
