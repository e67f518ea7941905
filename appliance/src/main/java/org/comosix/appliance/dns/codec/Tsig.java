package org.comosix.appliance.dns.codec;

import java.util.Arrays;

/**
 * A TSIG record as it came, with what it signs. Nobody has looked at the signature yet.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-4.2">RFC 8945, section 4.2</a>
 */
public final class Tsig {

  private final byte[] message;
  private final int start;
  private final DomainName key;
  private final DomainName algorithm;
  private final long timeSigned;
  private final int fudge;
  private final byte[] mac;
  private final int originalId;
  private final int error;
  private final byte[] other;

  /** Reads one whose RDATA reaches from {@code rdata} for {@code length} octets. */
  static Tsig read(byte[] message, int start, int rdata, int length)
      throws MalformedMessageException {
    DomainName key = NameReader.read(message, start);
    int end = rdata + length;
    int algorithmEnd = NameReader.end(message, rdata);
    DomainName algorithm = NameReader.read(message, rdata);
    int macSize = at(message, algorithmEnd + 8, end);
    int otherSize = at(message, algorithmEnd + 10 + macSize + 4, end);
    int mac = algorithmEnd + 10;
    int other = mac + macSize + 6;
    if (other + otherSize != end) {
      throw new MalformedMessageException(Malformation.TSIG_MALFORMED, rdata);
    }
    return new Tsig(message, start, key, algorithm, algorithmEnd, mac, macSize, other, end);
  }

  private static int at(byte[] message, int offset, int end) throws MalformedMessageException {
    if (offset + Short.BYTES > end) {
      throw new MalformedMessageException(Malformation.TSIG_MALFORMED, offset);
    }
    return Header.unsigned16(message, offset);
  }

  private Tsig(
      byte[] message,
      int start,
      DomainName key,
      DomainName algorithm,
      int fields,
      int macAt,
      int macSize,
      int otherAt,
      int end) {
    this.message = message;
    this.start = start;
    this.key = key;
    this.algorithm = algorithm;
    this.timeSigned =
        (long) Header.unsigned16(message, fields) << 32
            | (long) Header.unsigned16(message, fields + 2) << 16
            | Header.unsigned16(message, fields + 4);
    this.fudge = Header.unsigned16(message, fields + 6);
    this.mac = Arrays.copyOfRange(message, macAt, macAt + macSize);
    this.originalId = Header.unsigned16(message, macAt + macSize);
    this.error = Header.unsigned16(message, macAt + macSize + 2);
    this.other = Arrays.copyOfRange(message, otherAt, end);
  }

  public DomainName key() {
    return key;
  }

  public DomainName algorithm() {
    return algorithm;
  }

  /** Unix time, seconds, 48 bits. */
  public long timeSigned() {
    return timeSigned;
  }

  /** Seconds by which the clocks may differ. */
  public int fudge() {
    return fudge;
  }

  /** A copy. */
  public byte[] mac() {
    return mac.clone();
  }

  public int originalId() {
    return originalId;
  }

  /** The extended error of a response (RFC 8945, section 3). */
  public int error() {
    return error;
  }

  /** A copy. */
  public byte[] other() {
    return other.clone();
  }

  /** The message as it was before it was signed (RFC 8945, section 4.3.2). */
  public byte[] unsigned() {
    byte[] before = Arrays.copyOf(message, start);
    put16(before, 0, originalId);
    put16(before, Header.ARCOUNT, Header.unsigned16(before, Header.ARCOUNT) - 1);
    return before;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
