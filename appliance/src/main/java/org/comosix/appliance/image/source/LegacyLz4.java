package org.comosix.appliance.image.source;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.compress.compressors.lz4.BlockLZ4CompressorInputStream;

/**
 * The legacy frame of LZ4: a magic number, then blocks of at most 8 MiB, each behind its packed
 * length, all little-endian. The end of the stream ends it.
 *
 * @see <a href="https://github.com/lz4/lz4/blob/dev/doc/lz4_Frame_format.md#legacy-frame">LZ4 frame
 *     format, legacy frame</a>
 */
final class LegacyLz4 extends InputStream {

  private static final int MAGIC = 0x184c2102;

  /** LZ4_COMPRESSBOUND of 8 MiB. */
  private static final int MAX_PACKED = (8 << 20) + (8 << 20) / 255 + 16;

  private final InputStream in;
  private InputStream block = InputStream.nullInputStream();

  LegacyLz4(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    int read = block.read(bytes, offset, length);
    while (read <= 0) {
      if (!nextBlock()) {
        return -1;
      }
      read = block.read(bytes, offset, length);
    }
    return read;
  }

  private boolean nextBlock() throws IOException {
    int packed = word();
    while (packed == MAGIC) { // the first, or that of a frame behind this one
      packed = word();
    }
    // The kernel's build appends the unpacked length, and cpio pads with zeros: both end the data.
    if (packed <= 0) {
      return false;
    }
    if (packed > MAX_PACKED) {
      throw new IOException("LZ4 block of " + packed + " bytes, more than a legacy block may have");
    }
    byte[] bytes = in.readNBytes(packed);
    if (bytes.length < packed) {
      throw new EOFException("LZ4 data ends inside a block");
    }
    block = new BlockLZ4CompressorInputStream(new ByteArrayInputStream(bytes));
    return true;
  }

  /** The next four bytes, or 0 at the end. */
  private int word() throws IOException {
    byte[] word = in.readNBytes(4);
    if (word.length < 4) {
      return 0;
    }
    return (word[0] & 0xff) | (word[1] & 0xff) << 8 | (word[2] & 0xff) << 16 | word[3] << 24;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
