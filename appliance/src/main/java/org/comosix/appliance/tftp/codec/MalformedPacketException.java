package org.comosix.appliance.tftp.codec;

/** Bytes from outside that are no TFTP packet. */
public final class MalformedPacketException extends Exception {

  private static final long serialVersionUID = 1;

  /**
   * What was wrong.
   *
   * @param offset bytes from the start of the packet
   */
  public MalformedPacketException(int offset, String expected) {
    super("at byte " + offset + ": expected " + expected);
  }

  /** A packet from outside is nothing to walk the stack for. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
