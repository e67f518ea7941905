package org.comosix.appliance.image.store;

import org.comosix.appliance.image.FileKind;

/** What an inode is. */
public sealed interface Body {

  FileKind kind();

  /** Its entries come by being put below it. */
  record Directory() implements Body {
    @Override
    public FileKind kind() {
      return FileKind.DIRECTORY;
    }
  }

  record Regular(Content content) implements Body {
    @Override
    public FileKind kind() {
      return FileKind.REGULAR;
    }
  }

  /** The array is not to be changed. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Symlink(byte[] target) implements Body {
    @Override
    public FileKind kind() {
      return FileKind.SYMLINK;
    }
  }

  /** A device, FIFO or socket; the numbers are 0 but for devices. */
  record Special(FileKind kind, int major, int minor) implements Body {}
}
