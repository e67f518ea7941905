package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;

/**
 * The bytes of an index file, version 1. Big-endian. A header of {@link #HEADER_BYTES}, then the
 * {@link Section}s in order, each of fixed-size records at a multiple of 8.
 *
 * <pre>
 * header   0 magic(8)  8 version(4)  12 CRC-32C of all bytes but these four(4)  16 file length(8)
 *         24 fsid(8)  32 generation number(4)  36 length of the image's name(4)  40 the name(64)
 *        104 imported, seconds since 1970(8)  112 per section: offset(8) length(8)
 * inode    0 kind(1, KindCode) 2 permissions(2) 4 nlink(4) 8 uid(4) 12 gid(4) 16 size(8) 24 mtime s(8)
 *         32 mtime ns(4) 36 rdev major(4) 40 rdev minor(4) 48 first(8) 56 count(4) 60 other(4)
 *          first, count: a directory's entries, a regular file's extents, a symlink's target bytes
 *          other: a directory's parent, a regular file's content
 * entry    0 cookie(8) 8 inode(4) 12 length of the name(4) 16 offset of the name(8)
 * xattr    0 inode(4) 4 length of the name(4) 8 length of the value(4) 16 offset of name, value(8)
 * content  0 SHA-256(32) 32 size(8) 40 first extent(4) 44 extents(4), sorted by hash
 * extent   0 place in the segment table(4) 8 offset(8) 16 length(8)
 * segment  0 number(4) 8 bytes of it that are referred to(8)
 * </pre>
 */
final class IndexLayout {

  static final long MAGIC = 0x636f4d6f73697847L; // "coMosixG"
  static final int VERSION = 1;
  static final int HEADER_BYTES = 256;

  static final int CRC = 12;
  static final int FILE_LENGTH = 16;
  static final int FSID = 24;
  static final int NUMBER = 32;
  static final int NAME_LENGTH = 36;
  static final int NAME = 40;
  static final int NAME_MAX = 64;
  static final int IMPORTED = 104;
  static final int SECTIONS = 112;

  static final int INODE_PERMISSIONS = 2;
  static final int INODE_NLINK = 4;
  static final int INODE_UID = 8;
  static final int INODE_GID = 12;
  static final int INODE_SIZE = 16;
  static final int INODE_MTIME = 24;
  static final int INODE_MTIME_NANOS = 32;
  static final int INODE_MAJOR = 36;
  static final int INODE_MINOR = 40;
  static final int INODE_FIRST = 48;
  static final int INODE_COUNT = 56;
  static final int INODE_OTHER = 60;

  static final int ENTRY_INODE = 8;
  static final int ENTRY_NAME_LENGTH = 12;
  static final int ENTRY_NAME = 16;

  static final int XATTR_NAME_LENGTH = 4;
  static final int XATTR_VALUE_LENGTH = 8;
  static final int XATTR_BYTES = 16;

  static final int CONTENT_SIZE = 32;
  static final int CONTENT_FIRST = 40;
  static final int CONTENT_COUNT = 44;

  static final int EXTENT_OFFSET = 8;
  static final int EXTENT_LENGTH = 16;

  static final int SEGMENT_BYTES = 8;

  private IndexLayout() {}

  /** The parts behind the header, in the order of the file. */
  enum Section {
    INODES(0, 64),
    ENTRIES(1, 24),
    XATTRS(2, 24),
    CONTENTS(3, 48),
    EXTENTS(4, 24),
    SEGMENTS(5, 16),
    BYTES(6, 1);

    /** Where the header tells of it. */
    final int header;

    final int record;

    Section(int place, int record) {
      this.header = SECTIONS + 16 * place;
      this.record = record;
    }

    int offset(ByteBuffer index) {
      return (int) index.getLong(header);
    }

    int count(ByteBuffer index) {
      return (int) (index.getLong(header + 8) / record);
    }
  }
}
