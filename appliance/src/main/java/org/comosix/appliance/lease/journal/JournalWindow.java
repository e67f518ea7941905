package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * Reads a file of any length through a buffer that moves forward. Not mapped: the pages of a
 * mapping count as ours until the collector happens to unmap it.
 */
final class JournalWindow {

  private static final int SIZE = 1 << 18;

  private final FileChannel file;
  private final long length;
  private ByteBuffer bytes = ByteBuffer.allocateDirect(SIZE).limit(0);
  private long start;

  JournalWindow(FileChannel file) throws IOException {
    this.file = file;
    this.length = file.size();
  }

  /** Of the file when the window was opened. */
  long length() {
    return length;
  }

  /**
   * Bytes of the file; good until the next call.
   *
   * @param wanted how many; fewer are returned only at the end of the file
   */
  ByteBuffer view(long at, long wanted) throws IOException {
    int there = (int) Math.min(wanted, length - at);
    if (at < start || at + there > start + bytes.limit()) {
      load(at, there);
    }
    return bytes.slice((int) (at - start), there);
  }

  private void load(long at, int atLeast) throws IOException {
    if (bytes.capacity() < atLeast) {
      bytes = ByteBuffer.allocateDirect(atLeast);
    }
    bytes.clear().limit((int) Math.min(bytes.capacity(), length - at));
    start = at;
    while (bytes.hasRemaining()) {
      if (file.read(bytes, at + bytes.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
    bytes.flip();
  }
}
