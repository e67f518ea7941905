package org.comosix.appliance.domain;

/**
 * One computation of SipHash-c-d, a keyed 64-bit hash for short input (Aumasson and Bernstein,
 * 2012). Fed in little-endian 64-bit words; the caller puts the length into the last one.
 */
public final class SipHash {

  private final int compressionRounds;
  private final int finalizationRounds;
  private long v0;
  private long v1;
  private long v2;
  private long v3;

  private SipHash(long key0, long key1, int compressionRounds, int finalizationRounds) {
    this.compressionRounds = compressionRounds;
    this.finalizationRounds = finalizationRounds;
    v0 = key0 ^ 0x736f6d6570736575L;
    v1 = key1 ^ 0x646f72616e646f6dL;
    v2 = key0 ^ 0x6c7967656e657261L;
    v3 = key1 ^ 0x7465646279746573L;
  }

  /** SipHash-2-4: a message authentication code for short messages. */
  public static SipHash forAuthentication(long key0, long key1) {
    return new SipHash(key0, key1, 2, 4);
  }

  /** SipHash-1-3: for tables, faster and not for authentication. */
  public static SipHash forTables(long key0, long key1) {
    return new SipHash(key0, key1, 1, 3);
  }

  public SipHash word(long word) {
    v3 ^= word;
    rounds(compressionRounds);
    v0 ^= word;
    return this;
  }

  /**
   * The hash; ends the computation.
   *
   * @param length of the whole input in bytes
   * @param rest the last {@code length % 8} bytes, little-endian
   */
  public long finish(int length, long rest) {
    word(rest | (long) length << 56);
    v2 ^= 0xff;
    rounds(finalizationRounds);
    return v0 ^ v1 ^ v2 ^ v3;
  }

  private void rounds(int count) {
    for (int round = 0; round < count; round++) {
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
