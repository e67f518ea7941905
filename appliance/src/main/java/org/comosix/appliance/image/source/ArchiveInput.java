package org.comosix.appliance.image.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Tells a fault of the archive from one of our own disk: its errors come out as BrokenArchive. */
final class ArchiveInput extends FilterInputStream {

  /** The archive could not be read on: cut off, damaged, or of a form that we do not read. */
  static final class BrokenArchive extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenArchive(String message) {
      super(message);
    }

    BrokenArchive(IOException cause) {
      super(String.valueOf(cause.getMessage()), cause);
    }
  }

  ArchiveInput(InputStream in) {
    super(in);
  }

  @Override
  public int read() throws IOException {
    try {
      return super.read();
    } catch (IOException e) {
      throw new BrokenArchive(e);
    }
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    try {
      return super.read(bytes, offset, length);
    } catch (IOException e) {
      throw new BrokenArchive(e);
    }
  }

  @Override
  public long skip(long length) throws IOException {
    try {
      return super.skip(length);
    } catch (IOException e) {
      throw new BrokenArchive(e);
    }
  }
}
