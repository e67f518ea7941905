package org.comosix.appliance.image.source;

import java.util.Arrays;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;

/**
 * One header block of a tar archive: the fields as bytes, ustar (POSIX.1-1988) and GNU.
 *
 * @see <a href="https://www.gnu.org/software/tar/manual/html_node/Standard.html">GNU tar, basic tar
 *     format</a>
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TarHeader(byte[] block) {

  static final int BLOCK = 512;

  /** Old GNU format: up to four regions in the header, and whether a block of 21 more follows. */
  static final int SPARSE = 386;

  static final int SPARSE_IN_HEADER = 4;
  static final int SPARSE_IN_BLOCK = 21;
  private static final int SPARSE_EXTENDED = 482;
  private static final int SPARSE_REAL_SIZE = 483;
  private static final int SPARSE_BLOCK_EXTENDED = 504;

  private static final int CHECKSUM = 148;

  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** The sum of all bytes, the checksum's own counted as blanks; old tars summed signed bytes. */
  boolean hasItsChecksum() {
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BLOCK; i++) {
      byte b = i >= CHECKSUM && i < CHECKSUM + 8 ? (byte) ' ' : block[i];
      unsigned += b & 0xff;
      signed += b;
    }
    try {
      long stated = number(CHECKSUM, 8);
      return stated == unsigned || stated == signed;
    } catch (BrokenArchive noNumber) {
      return false;
    }
  }

  byte[] name() {
    byte[] name = text(0, 100);
    byte[] prefix = isUstar() ? text(345, 155) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  int permissions() throws BrokenArchive {
    return (int) (number(100, 8) & 07777);
  }

  long uid() throws BrokenArchive {
    return number(108, 8);
  }

  long gid() throws BrokenArchive {
    return number(116, 8);
  }

  long size() throws BrokenArchive {
    return number(124, 12);
  }

  long mtime() throws BrokenArchive {
    return number(136, 12);
  }

  char type() {
    return (char) (block[156] & 0xff);
  }

  byte[] linkName() {
    return text(157, 100);
  }

  long major() throws BrokenArchive {
    return number(329, 8);
  }

  long minor() throws BrokenArchive {
    return number(337, 8);
  }

  long sparseRealSize() throws BrokenArchive {
    return number(SPARSE_REAL_SIZE, 12);
  }

  boolean sparseGoesOn() {
    return block[SPARSE_EXTENDED] != 0;
  }

  boolean sparseBlockGoesOn() {
    return block[SPARSE_BLOCK_EXTENDED] != 0;
  }

  /** POSIX: "ustar" and NUL; GNU writes "ustar" and blanks, and other things over the prefix. */
  private boolean isUstar() {
    return block[257] == 'u'
        && block[258] == 's'
        && block[259] == 't'
        && block[260] == 'a'
        && block[261] == 'r'
        && block[262] == 0;
  }

  private byte[] text(int offset, int length) {
    int end = offset;
    while (end < offset + length && block[end] != 0) {
      end++;
    }
    return Arrays.copyOfRange(block, offset, end);
  }

  /** Octal digits between blanks, or with the top bit set a big-endian two's complement (GNU). */
  long number(int offset, int length) throws BrokenArchive {
    return (block[offset] & 0x80) != 0 ? binary(offset, length) : octal(offset, length);
  }

  private long binary(int offset, int length) throws BrokenArchive {
    boolean negative = (block[offset] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = offset; i < offset + length; i++) {
      int b = block[i] & 0xff;
      if (i == offset) {
        b = negative ? b : b & 0x7f;
      }
      if (value != value << 8 >> 8) {
        throw new BrokenArchive("a number in a header does not fit 64 bits");
      }
      value = value << 8 | b;
    }
    return value;
  }

  private long octal(int offset, int length) throws BrokenArchive {
    int at = offset;
    int end = offset + length;
    while (at < end && block[at] == ' ') {
      at++;
    }
    long value = 0;
    for (; at < end && block[at] != 0 && block[at] != ' '; at++) {
      if (block[at] < '0' || block[at] > '7') {
        throw new BrokenArchive("a number in a header is not octal");
      }
      value = value << 3 | (block[at] - '0');
    }
    return value;
  }
}
