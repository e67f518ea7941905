package org.comosix.appliance.lease.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A real disk that fails when told to. */
final class BreakableDisk implements JournalDisk {

  /** Bytes that can still be written; then "No space left on device", after a part of the write. */
  long room = Long.MAX_VALUE;

  boolean forceFails;
  boolean truncateFails;
  boolean openFails;
  int forces;

  @Override
  public FileChannel open(Path file, StandardOpenOption... options) throws IOException {
    if (openFails) {
      throw new IOException("Read-only file system");
    }
    return new Channel(FileChannel.open(file, options));
  }

  private final class Channel extends FileChannel {

    private final FileChannel real;

    Channel(FileChannel real) {
      this.real = real;
    }

    @Override
    public int write(ByteBuffer from, long position) throws IOException {
      return real.write(withinRoom(from), position);
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
      return real.write(withinRoom(from));
    }

    /** Writes a part first, as a disk does that fills up. */
    private ByteBuffer withinRoom(ByteBuffer from) throws IOException {
      if (room <= 0) {
        throw new IOException("No space left on device");
      }
      int length = (int) Math.min(room, from.remaining());
      room -= length;
      ByteBuffer part = from.duplicate().limit(from.position() + length);
      from.position(from.position() + length);
      return part;
    }

    @Override
    public void force(boolean metaData) throws IOException {
      if (forceFails) {
        throw new IOException("Input/output error");
      }
      forces++;
      real.force(metaData);
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      if (truncateFails) {
        throw new IOException("Input/output error");
      }
      real.truncate(size);
      return this;
    }

    @Override
    public int read(ByteBuffer to) throws IOException {
      return real.read(to);
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) throws IOException {
      return real.read(to, offset, length);
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
      throw new UnsupportedOperationException("not used");
    }

    @Override
    public long position() throws IOException {
      return real.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      real.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return real.size();
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel to) throws IOException {
      return real.transferTo(position, count, to instanceof Channel channel ? channel.real : to);
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long position, long count)
        throws IOException {
      return real.transferFrom(from, position, count);
    }

    @Override
    public int read(ByteBuffer to, long position) throws IOException {
      return real.read(to, position);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      return real.map(mode, position, size);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
      return real.lock(position, size, shared);
    }

    @Override
    public FileLock tryLock(long position, long size, boolean shared) throws IOException {
      return real.tryLock(position, size, shared);
    }

    @Override
    protected void implCloseChannel() throws IOException {
      real.close();
    }
  }
}
