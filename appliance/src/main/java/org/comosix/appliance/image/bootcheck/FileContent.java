package org.comosix.appliance.image.bootcheck;

import java.io.InputStream;
import java.nio.ByteBuffer;
import org.comosix.appliance.image.GenerationFileSystem;

/** A regular file of a generation as a stream. */
final class FileContent extends InputStream {

  private final GenerationFileSystem tree;
  private final long inode;
  private long at;

  FileContent(GenerationFileSystem tree, long inode) {
    this.tree = tree;
    this.inode = inode;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) {
    ByteBuffer part = tree.read(inode, at, length);
    int read = part.remaining();
    part.get(bytes, offset, read);
    at += read;
    return read == 0 && length > 0 ? -1 : read;
  }
}
