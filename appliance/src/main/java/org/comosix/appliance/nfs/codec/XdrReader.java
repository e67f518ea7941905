package org.comosix.appliance.nfs.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads one message of XDR items (RFC 4506) in place. Not shared between threads; made once and set
 * over one message after the other.
 *
 * <p>Each method throws {@link MalformedCallException} when the message ends too early or the item
 * is out of its bounds; no length on the wire leads to an allocation of that length.
 */
public final class XdrReader {

  /** For an item whose type has no bound of its own: the message is the bound. */
  public static final int UNBOUNDED = Integer.MAX_VALUE;

  private ByteBuffer message = ByteBuffer.allocate(0);
  private int start;
  private int position;
  private int limit;

  /** Reads the big-endian bytes from {@code from} to {@code to}, both absolute in the buffer. */
  public XdrReader over(ByteBuffer buffer, int from, int to) {
    message = buffer;
    start = from;
    position = from;
    limit = to;
    return this;
  }

  /** The message from its start, read or not, {@code max} bytes at most; a copy, for the log. */
  public byte[] copy(int max) {
    byte[] bytes = new byte[Math.min(limit - start, max)];
    message.get(start, bytes);
    return bytes;
  }

  /** Bytes that are not yet read. */
  public int remaining() {
    return limit - position;
  }

  public int getInt() {
    int at = take(Integer.BYTES, "4 more bytes");
    return message.getInt(at);
  }

  public long getLong() {
    int at = take(Long.BYTES, "8 more bytes");
    return message.getLong(at);
  }

  public boolean getBoolean() {
    int value = getInt();
    if ((value & ~1) != 0) {
      throw malformed(-Integer.BYTES, "FALSE (0) or TRUE (1)");
    }
    return value == 1;
  }

  /** An enum or union discriminant from 0 to {@code highest}. */
  public int getEnum(int highest) {
    int value = getInt();
    if (value < 0 || value > highest) {
      throw malformed(-Integer.BYTES, "a number from 0 to " + highest);
    }
    return value;
  }

  /** The length that starts an item of variable length. */
  public int getLength(int max) {
    int length = getInt();
    if (length < 0 || length > max) {
      throw malformed(-Integer.BYTES, "a length of at most " + max);
    }
    return length;
  }

  /** {@code opaque<max>} or {@code string<max>} as a view of the message. */
  public ByteBuffer getOpaque(int max) {
    int length = getLength(max);
    int at = skip(length);
    return message.slice(at, length);
  }

  /** {@code string<max>}, one character a byte. */
  public String getString(int max) {
    return StandardCharsets.ISO_8859_1.decode(getOpaque(max)).toString();
  }

  public void skipOpaque(int max) {
    int length = getLength(max);
    skip(length);
  }

  /** Passes over {@code length} bytes and their padding; where they began, in the buffer. */
  public int skip(int length) {
    // Of at most the message's length before it is rounded up, so that nothing overflows.
    if (length < 0 || length > remaining()) {
      throw malformed(0, length + " more bytes");
    }
    return take(length + 3 & ~3, "padding to a multiple of 4 bytes");
  }

  private int take(int length, String expected) {
    int at = position;
    if (length > limit - at) {
      throw malformed(0, expected);
    }
    position = at + length;
    return at;
  }

  private MalformedCallException malformed(int back, String expected) {
    return new MalformedCallException(position + back - start, expected);
  }
}
