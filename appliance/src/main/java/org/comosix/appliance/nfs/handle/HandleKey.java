package org.comosix.appliance.nfs.handle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.comosix.appliance.domain.SipHash;

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
    return SipHash.forAuthentication(k0, k1).word(a).word(b).word(c).finish(3 * Long.BYTES, 0);
  }
}
