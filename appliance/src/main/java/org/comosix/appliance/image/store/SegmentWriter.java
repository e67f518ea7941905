package org.comosix.appliance.image.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends content to segments of its own: no segment that a published generation refers to is ever
 * written again. One thread.
 */
final class SegmentWriter implements Closeable {

  private static final int PAGE = 4096;
  private static final byte[] ZEROS = new byte[64 << 10];

  private final Segments segments;
  private final long maxBytes;
  private final int firstNumber;
  private final List<FileChannel> files = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(4 << 20);

  /** Where {@code buffer} begins in the last file. */
  private long flushed;

  /** A state to return to. */
  record Mark(int files, long position) {}

  SegmentWriter(Segments segments, long maxBytes, int firstNumber) {
    this.segments = segments;
    this.maxBytes = maxBytes;
    this.firstNumber = firstNumber;
  }

  /**
   * Chooses where the next {@code length} bytes go, in one piece.
   *
   * <p>From 64 KiB up they start at a page, which saves a page fault and lets the kernel send whole
   * pages; smaller content is packed, so that a page that was read for one brings its neighbours.
   */
  Content.Extent reserve(long length) throws IOException {
    int alignment = length >= ZEROS.length ? PAGE : Long.BYTES;
    if (files.isEmpty() || align(position(), alignment) + length > maxBytes) {
      roll();
    }
    while (position() % alignment != 0) {
      room(1).put((byte) 0);
    }
    return new Content.Extent(firstNumber + files.size() - 1, position(), length);
  }

  void append(byte[] bytes, int offset, int length) throws IOException {
    if (length == ZEROS.length && isZero(bytes, offset)) {
      flush();
      flushed += length; // a hole: reads as zeros and takes no room
      return;
    }
    int at = offset;
    while (at < offset + length) {
      ByteBuffer target = room(1);
      int part = Math.min(offset + length - at, target.remaining());
      target.put(bytes, at, part);
      at += part;
    }
  }

  Mark mark() {
    return new Mark(files.size(), files.isEmpty() ? 0 : position());
  }

  /** Forgets what was appended since. */
  void rollBack(Mark mark) throws IOException {
    flush();
    while (files.size() > mark.files) {
      int last = files.size() - 1;
      files.remove(last).close();
      Files.delete(path(last));
    }
    if (!files.isEmpty()) {
      file().truncate(mark.position);
    }
    flushed = mark.position;
  }

  /** Forces all of it to disk, and the names of the segments. */
  void force() throws IOException {
    if (!files.isEmpty()) {
      endFile();
    }
    for (FileChannel file : files) {
      file.force(true);
    }
    DurableFiles.forceDirectory(segments.directory());
  }

  /** Deletes the segments. */
  void discard() throws IOException {
    close();
    for (int i = 0; i < files.size(); i++) {
      Files.deleteIfExists(path(i));
    }
  }

  long bytes() {
    return files.isEmpty() ? 0 : (files.size() - 1) * maxBytes + position();
  }

  @Override
  public void close() throws IOException {
    for (FileChannel file : files) {
      file.close();
    }
  }

  private void roll() throws IOException {
    if (!files.isEmpty()) {
      endFile();
    }
    files.add(DurableFiles.create(path(files.size())));
    flushed = 0;
  }

  /** A hole at the very end has to be given its length. */
  private void endFile() throws IOException {
    flush();
    if (file().size() < flushed) {
      IndexSink.writeFully(file(), ByteBuffer.wrap(new byte[1]), flushed - 1);
    }
  }

  private ByteBuffer room(int length) throws IOException {
    if (buffer.remaining() < length) {
      flush();
    }
    return buffer;
  }

  private void flush() throws IOException {
    buffer.flip();
    int length = buffer.limit();
    if (length > 0) {
      IndexSink.writeFully(file(), buffer, flushed);
      flushed += length;
    }
    buffer.clear();
  }

  private long position() {
    return flushed + buffer.position();
  }

  private FileChannel file() {
    return files.get(files.size() - 1);
  }

  private Path path(int file) {
    return segments.path(firstNumber + file);
  }

  private static long align(long position, int alignment) {
    return (position + alignment - 1) / alignment * alignment;
  }

  private static boolean isZero(byte[] bytes, int offset) {
    return java.util.Arrays.equals(bytes, offset, offset + ZEROS.length, ZEROS, 0, ZEROS.length);
  }
}
