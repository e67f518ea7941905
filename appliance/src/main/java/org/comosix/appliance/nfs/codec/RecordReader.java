package org.comosix.appliance.nfs.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Finds the messages in a TCP byte stream. A record in one fragment is read where it lies; several
 * fragments are joined in memory of ours, which grows with the bytes that came, not with those that
 * are announced.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5531#section-11">RFC 5531, section 11</a>
 */
public final class RecordReader {

  private static final int LENGTH_BITS = 0x7fff_ffff;
  private static final byte[] NOTHING = {};

  private final int maxLength;
  private byte[] joined = NOTHING;
  private int joinedLength;
  private boolean joining;
  private ByteBuffer message = ByteBuffer.wrap(NOTHING);
  private int from;
  private int to;

  /** Refuses records of more than {@code maxLength} bytes. */
  public RecordReader(int maxLength) {
    this.maxLength = maxLength;
  }

  /**
   * Takes the next whole record from {@code in}, whose position moves over what was taken.
   *
   * @return false when more bytes are needed
   * @throws MalformedCallException the record is, or will be, too long
   */
  public boolean next(ByteBuffer in) {
    while (in.remaining() >= Integer.BYTES) {
      int mark = in.getInt(in.position());
      int length = mark & LENGTH_BITS;
      if (length > maxLength - joinedLength) {
        throw new MalformedCallException(0, "a record of at most " + maxLength + " bytes");
      }
      if (in.remaining() - Integer.BYTES < length) {
        return false;
      }
      if (take(in, in.position() + Integer.BYTES, length, mark < 0)) {
        return true;
      }
    }
    return false;
  }

  private boolean take(ByteBuffer in, int start, int length, boolean last) {
    in.position(start + length);
    if (last && !joining) {
      message = in;
      from = start;
      to = start + length;
      return true;
    }
    join(in, start, length);
    if (last) {
      message = ByteBuffer.wrap(joined);
      from = 0;
      to = joinedLength;
      joined = NOTHING;
      joinedLength = 0;
    }
    joining = !last;
    return last;
  }

  private void join(ByteBuffer in, int start, int length) {
    int needed = joinedLength + length;
    if (needed > joined.length) {
      joined = Arrays.copyOf(joined, Math.max(needed, Math.min(2 * joined.length, maxLength)));
    }
    in.get(start, joined, joinedLength, length);
    joinedLength = needed;
  }

  /** Sets the reader over the record that {@link #next} found; valid until it is called again. */
  public XdrReader read(XdrReader reader) {
    return reader.over(message, from, to);
  }
}
