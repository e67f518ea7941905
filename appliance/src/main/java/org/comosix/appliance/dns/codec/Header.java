package org.comosix.appliance.dns.codec;

/** The first twelve octets of a message (RFC 1035, section 4.1.1). */
public final class Header {

  public static final int LENGTH = 12;
  public static final int OPCODE_QUERY = 0;
  public static final int OPCODE_UPDATE = 5;

  static final int FLAGS = 2;
  static final int QR = 0x8000;
  static final int OPCODE = 0x7800;
  static final int AA = 0x0400;
  static final int TC = 0x0200;
  static final int RD = 0x0100;
  static final int RA = 0x0080;
  static final int AD = 0x0020;
  static final int CD = 0x0010;

  static final int QDCOUNT = 4;
  static final int ANCOUNT = 6;
  static final int NSCOUNT = 8;
  static final int ARCOUNT = 10;

  private static final int OPCODE_SHIFT = 11;

  private Header() {}

  /** The message has its whole header; the other methods need it. */
  public static boolean isWhole(byte[] message) {
    return message.length >= LENGTH;
  }

  public static boolean isResponse(byte[] message) {
    return (unsigned16(message, FLAGS) & QR) != 0;
  }

  /** There is more of it by TCP. */
  public static boolean isTruncated(byte[] message) {
    return (unsigned16(message, FLAGS) & TC) != 0;
  }

  public static int opcode(byte[] message) {
    return (unsigned16(message, FLAGS) & OPCODE) >> OPCODE_SHIFT;
  }

  static int unsigned16(byte[] message, int offset) {
    return (message[offset] & 0xff) << 8 | (message[offset + 1] & 0xff);
  }
}
