package org.comosix.appliance.image.store;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A SHA-256 digest (FIPS 180-4). */
record Sha256(long a, long b, long c, long d) implements Comparable<Sha256> {

  static final int LENGTH = 32;

  static Sha256 of(byte[] bytes) {
    return finish(digest(), bytes);
  }

  static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }

  static Sha256 finish(MessageDigest digest) {
    return read(ByteBuffer.wrap(digest.digest()), 0);
  }

  private static Sha256 finish(MessageDigest digest, byte[] last) {
    digest.update(last);
    return finish(digest);
  }

  static Sha256 read(ByteBuffer from, int offset) {
    return new Sha256(
        from.getLong(offset),
        from.getLong(offset + 8),
        from.getLong(offset + 16),
        from.getLong(offset + 24));
  }

  @Override
  public int compareTo(Sha256 other) {
    int order = Long.compareUnsigned(a, other.a);
    order = order != 0 ? order : Long.compareUnsigned(b, other.b);
    order = order != 0 ? order : Long.compareUnsigned(c, other.c);
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public String toString() {
    HexFormat hex = HexFormat.of();
    return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
  }
}
