package org.comosix.appliance.nfs.handle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The secret that makes file handles ours. Whoever owns the state keeps it: with another key, all
 * mounted nodes lose their root.
 */
public final class HandleKey {

  public static final int LENGTH = 16;

  private final long k0;
  private final long k1;

  /**
   * From its bytes, of which no copy is kept.
   *
   * @throws IllegalArgumentException not {@value #LENGTH} bytes
   */
  public HandleKey(byte[] key) {
    if (key.length != LENGTH) {
      throw new IllegalArgumentException(
          "a handle key has " + LENGTH + " bytes, not " + key.length);
    }
    ByteBuffer bytes = ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN);
    k0 = bytes.getLong();
    k1 = bytes.getLong();
  }

  /** SipHash-2-4 of three words as 24 bytes, little-endian. */
  long tag(long a, long b, long c) {
    long v0 = k0 ^ 0x736f6d6570736575L;
    long v1 = k1 ^ 0x646f72616e646f6dL;
    long v2 = k0 ^ 0x6c7967656e657261L;
    long v3 = k1 ^ 0x7465646279746573L;
    for (int word = 0; word < 4; word++) {
      // The last word is the length, 24, in its top byte.
      long m = word == 0 ? a : word == 1 ? b : word == 2 ? c : 24L << 56;
      v3 ^= m;
      for (int round = 0; round < 2; round++) {
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
      v0 ^= m;
    }
    v2 ^= 0xff;
    for (int round = 0; round < 4; round++) {
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
    return v0 ^ v1 ^ v2 ^ v3;
  }
}
