package org.comosix.appliance.nfs.codec;

/**
 * Bytes from outside that are not what the protocol says.
 *
 * <p>Carries no stack trace: a sender of rubbish must not be able to make us walk our stack for
 * each packet.
 */
public final class MalformedCallException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int offset;

  /**
   * Says where and what was expected.
   *
   * @param offset from the start of the message, in bytes
   */
  public MalformedCallException(int offset, String expected) {
    super("at byte " + offset + ": expected " + expected, null, false, false);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
