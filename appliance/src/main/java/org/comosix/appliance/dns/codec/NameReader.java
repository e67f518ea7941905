package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;

/**
 * Reads names that may be compressed (RFC 1035, section 4.1.4). A pointer leads backwards only, so
 * that none leads in circles.
 */
final class NameReader {

  private static final int POINTER = 0xc0;

  private NameReader() {}

  /** The name at an offset. */
  static DomainName read(byte[] message, int start) throws MalformedMessageException {
    ByteArrayOutputStream wire = new ByteArrayOutputStream();
    int at = start;
    int lowest = start;
    int label;
    do {
      label = octet(message, at);
      if (label >= POINTER) {
        int target = (label & ~POINTER) << 8 | octet(message, at + 1);
        if (target >= lowest || target < Header.LENGTH) {
          throw new MalformedMessageException(Malformation.POINTER_FORWARDS, at);
        }
        at = target;
        lowest = target;
      } else {
        copyLabel(message, at, label, wire);
        at += 1 + label;
      }
    } while (label != 0);
    return DomainName.ofWire(wire.toByteArray(), 0, wire.size());
  }

  private static void copyLabel(byte[] message, int at, int label, ByteArrayOutputStream wire)
      throws MalformedMessageException {
    if (label > DomainName.MAX_LABEL_LENGTH) {
      throw new MalformedMessageException(Malformation.UNKNOWN_LABEL_TYPE, at);
    }
    if (at + 1 + label > message.length) {
      throw new MalformedMessageException(Malformation.CUT_SHORT, at);
    }
    wire.write(message, at, 1 + label);
    if (wire.size() > DomainName.MAX_LENGTH) {
      throw new MalformedMessageException(Malformation.NAME_TOO_LONG, at);
    }
  }

  /** Where the name at an offset ends: behind its last octet, or behind its first pointer. */
  static int end(byte[] message, int start) throws MalformedMessageException {
    int at = start;
    int label = octet(message, at);
    while (label != 0) {
      if (label >= POINTER) {
        return at + 2;
      }
      at += 1 + label;
      label = octet(message, at);
    }
    return at + 1;
  }

  private static int octet(byte[] message, int at) throws MalformedMessageException {
    if (at >= message.length) {
      throw new MalformedMessageException(Malformation.CUT_SHORT, at);
    }
    return message[at] & 0xff;
  }
}
