package org.comosix.appliance.image.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.util.zip.CRC32C;

/**
 * Writes an index to a file, counting its checksum and digest on the way. The header goes last: it
 * holds both.
 */
final class IndexSink {

  private final FileChannel file;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
  private final CRC32C crc = new CRC32C();
  private final MessageDigest digest = Sha256.digest();
  private ByteBuffer header = ByteBuffer.allocate(IndexLayout.HEADER_BYTES);

  IndexSink(FileChannel file) throws IOException {
    this.file = file;
    file.position(IndexLayout.HEADER_BYTES);
  }

  /** With the checksum and the file system id still zero. */
  void header(ByteBuffer unsigned) {
    header = unsigned;
    digest.update(unsigned.duplicate().clear());
  }

  IndexSink putLong(long value) {
    room(Long.BYTES).putLong(value);
    return this;
  }

  IndexSink putInt(int value) {
    room(Integer.BYTES).putInt(value);
    return this;
  }

  IndexSink putShort(int value) {
    room(Short.BYTES).putShort((short) value);
    return this;
  }

  IndexSink put(byte[] bytes) {
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, buffer.capacity());
      room(length).put(bytes, at, length);
      at += length;
    }
    return this;
  }

  private ByteBuffer room(int length) {
    if (buffer.remaining() < length) {
      flush();
    }
    return buffer;
  }

  private void flush() {
    buffer.flip();
    crc.update(buffer.duplicate());
    digest.update(buffer.duplicate());
    try {
      writeFully(file, buffer, file.position());
      file.position(file.position() + buffer.limit());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    buffer.clear();
  }

  /** Signs and writes the header. The file is not forced yet. */
  void finish() throws IOException {
    flush();
    long fsid = Sha256.finish(digest).a();
    header.putLong(IndexLayout.FSID, fsid == 0 ? 1 : fsid);
    checksumHeader(crc, header);
    header.putInt(IndexLayout.CRC, (int) crc.getValue());
    writeFully(file, header.clear(), 0);
  }

  /** The body comes first, then the header without the four bytes of the checksum itself. */
  static void checksumHeader(CRC32C crc, ByteBuffer index) {
    crc.update(index.slice(0, IndexLayout.CRC));
    int behind = IndexLayout.CRC + Integer.BYTES;
    crc.update(index.slice(behind, IndexLayout.HEADER_BYTES - behind));
  }

  static void writeFully(FileChannel file, ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += file.write(bytes, at);
    }
  }
}
