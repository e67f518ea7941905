package org.comosix.appliance.image.source;

import java.io.IOException;
import java.io.InputStream;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;

/** One member's stored bytes: ends with them, and the archive ending first is an error. */
final class Bounded extends InputStream {

  private final InputStream in;
  private long left;

  Bounded(InputStream in, long length) {
    this.in = in;
    this.left = length;
  }

  long left() {
    return left;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (left == 0) {
      return -1;
    }
    int read = in.read(bytes, offset, (int) Math.min(length, left));
    if (read < 0) {
      throw new BrokenArchive("it ends inside a member: it was cut off");
    }
    left -= read;
    return read;
  }
}
