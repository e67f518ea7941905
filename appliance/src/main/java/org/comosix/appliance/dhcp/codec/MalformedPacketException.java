package org.comosix.appliance.dhcp.codec;

/**
 * Bytes from outside that are not a DHCP message. Carries no stack trace: anyone on the wire can
 * cause it, as often as they like.
 */
public final class MalformedPacketException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final int offset;

  /**
   * Where and what.
   *
   * @param offset bytes from the start of the UDP payload
   * @param expected what should have been there
   */
  public MalformedPacketException(int offset, String expected) {
    super("at byte " + offset + ": expected " + expected, null, false, false);
    this.offset = offset;
  }

  public int offset() {
    return offset;
  }
}
