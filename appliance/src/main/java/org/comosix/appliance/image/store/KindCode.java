package org.comosix.appliance.image.store;

import org.comosix.appliance.image.FileKind;

/** A kind as the index holds it: the type bits of {@code st_mode}, shifted down by 12. */
final class KindCode {

  private static final FileKind[] KINDS = new FileKind[16];

  static {
    for (FileKind kind : FileKind.values()) {
      KINDS[of(kind)] = kind;
    }
  }

  private KindCode() {}

  static int of(FileKind kind) {
    return switch (kind) {
      case FIFO -> 1;
      case CHARACTER_DEVICE -> 2;
      case DIRECTORY -> 4;
      case BLOCK_DEVICE -> 6;
      case REGULAR -> 8;
      case SYMLINK -> 10;
      case SOCKET -> 12;
    };
  }

  /** Of a code that {@link #of} gave; the index's checksum answers for it. */
  static FileKind kind(byte code) {
    return KINDS[code & 15];
  }
}
