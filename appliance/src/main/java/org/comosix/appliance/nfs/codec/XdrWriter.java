package org.comosix.appliance.nfs.codec;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Appends XDR items (RFC 4506) to a buffer. Not shared between threads.
 *
 * <p>Whoever sets the buffer leaves room for {@link #LARGEST_REPLY} bytes; lists look at {@link
 * #remaining()} before each element. The data of a long READ is not copied: it is {@linkplain
 * #attach attached} and follows what was written.
 */
public final class XdrWriter {

  /** What the encoded part of a reply takes at most: a listing, its header and the RPC header. */
  public static final int LARGEST_REPLY = (64 << 10) + 512;

  private ByteBuffer buffer;
  private @Nullable MappedByteBuffer attached;
  private boolean attachedResident;

  public XdrWriter(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Goes on in another buffer, from its position. */
  public void into(ByteBuffer next) {
    buffer = next;
    attached = null;
  }

  public int position() {
    return buffer.position();
  }

  public int remaining() {
    return buffer.remaining();
  }

  /** Takes back what was written, and attached, since {@code position}. */
  public void rewind(int position) {
    buffer.position(position);
    attached = null;
  }

  public void putInt(int value) {
    buffer.putInt(value);
  }

  public void putInt(int position, int value) {
    buffer.putInt(position, value);
  }

  public void putLong(long value) {
    buffer.putLong(value);
  }

  public void putBoolean(boolean value) {
    buffer.putInt(value ? 1 : 0);
  }

  /** {@code opaque<>} or {@code string<>}; the source's position is left as it was. */
  public void putOpaque(ByteBuffer bytes) {
    int length = bytes.remaining();
    buffer.putInt(length);
    int at = buffer.position();
    buffer.put(at, bytes, bytes.position(), length);
    buffer.position(at + length);
    pad(length);
  }

  /** {@code string<>} of characters below 256. */
  public void putString(String text) {
    putOpaque(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** The bytes that {@link #putOpaque} takes for {@code length} bytes. */
  public static int opaqueSize(int length) {
    return Integer.BYTES + (length + 3 & ~3);
  }

  /**
   * Ends the reply with {@code opaque<>} data that is sent from where it lies. Padding is the
   * sender's work.
   *
   * @param resident whether all of it is in memory; if not, reading it blocks
   */
  public void attach(MappedByteBuffer data, boolean resident) {
    buffer.putInt(data.remaining());
    attached = data;
    attachedResident = resident;
  }

  /** The data to send behind what was written, or null. */
  public @Nullable MappedByteBuffer attached() {
    return attached;
  }

  public boolean attachedResident() {
    return attachedResident;
  }

  /** Forgets the attached data, once it is taken care of. */
  public void detach() {
    attached = null;
  }

  /** Zero bytes after {@code length} bytes of data, to a multiple of 4. */
  public void pad(int length) {
    for (int i = length; (i & 3) != 0; i++) {
      buffer.put((byte) 0);
    }
  }
}
