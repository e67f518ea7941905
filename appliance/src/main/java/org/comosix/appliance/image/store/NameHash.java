package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;

/**
 * The directory cookie of a name before collisions are resolved: SipHash-1-3 with a fixed key, in
 * 62 bits, plus 3. Part of the index format: it never changes within a format version.
 *
 * <p>0, 1 and 2 are reserved by NFS 4 (RFC 8881, section 18.23.3), and a cookie must stay below
 * 2^63 for clients whose off_t is signed.
 */
@FunctionalInterface
interface NameHash {

  long FIRST_COOKIE = 3;

  NameHash SIPHASH = name -> (new Sip().digest(name) & ((1L << 62) - 1)) + FIRST_COOKIE;

  /** Of the bytes from position to limit, which stay as they were; at least 3, below 2^62 + 3. */
  long of(ByteBuffer name);

  default long of(byte[] name) {
    return of(ByteBuffer.wrap(name));
  }

  /** State of one computation. */
  final class Sip {
    private static final long KEY0 = 0x636f4d6f73697820L; // "coMosix "
    private static final long KEY1 = 0x64697265746f7279L; // "diretory"

    private long v0 = KEY0 ^ 0x736f6d6570736575L;
    private long v1 = KEY1 ^ 0x646f72616e646f6dL;
    private long v2 = KEY0 ^ 0x6c7967656e657261L;
    private long v3 = KEY1 ^ 0x7465646279746573L;

    long digest(ByteBuffer name) {
      int length = name.remaining();
      int at = name.position();
      int lastWord = at + (length & ~7);
      for (; at < lastWord; at += 8) {
        absorb(word(name, at, 8));
      }
      absorb(word(name, at, length & 7) | ((long) length << 56));
      v2 ^= 0xff;
      round();
      round();
      round();
      return v0 ^ v1 ^ v2 ^ v3;
    }

    /** Little-endian, whatever the buffer's order. */
    private static long word(ByteBuffer name, int at, int bytes) {
      long word = 0;
      for (int i = 0; i < bytes; i++) {
        word |= (name.get(at + i) & 0xffL) << (8 * i);
      }
      return word;
    }

    private void absorb(long word) {
      v3 ^= word;
      round();
      v0 ^= word;
    }

    private void round() {
      v0 += v1;
      v2 += v3;
      v1 = Long.rotateLeft(v1, 13) ^ v0;
      v3 = Long.rotateLeft(v3, 16) ^ v2;
      v0 = Long.rotateLeft(v0, 32);
      v2 += v1;
      v0 += v3;
      v1 = Long.rotateLeft(v1, 17) ^ v2;
      v3 = Long.rotateLeft(v3, 21) ^ v0;
      v2 = Long.rotateLeft(v2, 32);
    }
  }
}
