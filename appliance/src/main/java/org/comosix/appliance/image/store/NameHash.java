package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;
import org.comosix.appliance.domain.SipHash;

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

  long KEY0 = 0x636f4d6f73697820L; // "coMosix "
  long KEY1 = 0x64697265746f7279L; // "diretory"

  NameHash SIPHASH = name -> (digest(name) & ((1L << 62) - 1)) + FIRST_COOKIE;

  /** Of the bytes from position to limit, which stay as they were; at least 3, below 2^62 + 3. */
  long of(ByteBuffer name);

  default long of(byte[] name) {
    return of(ByteBuffer.wrap(name));
  }

  /** SipHash-1-3 of the bytes from position to limit. */
  private static long digest(ByteBuffer name) {
    int length = name.remaining();
    int at = name.position();
    int lastWord = at + (length & ~7);
    SipHash hash = SipHash.forTables(KEY0, KEY1);
    for (; at < lastWord; at += 8) {
      hash.word(word(name, at, 8));
    }
    return hash.finish(length, word(name, at, length & 7));
  }

  /** Little-endian, whatever the buffer's order. */
  private static long word(ByteBuffer name, int at, int bytes) {
    long word = 0;
    for (int i = 0; i < bytes; i++) {
      word |= (name.get(at + i) & 0xffL) << (8 * i);
    }
    return word;
  }
}
