package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;

/**
 * Writes TSIG records and what they sign. Times are Unix time, seconds.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8945#section-4.3.3">RFC 8945, section 4.3.3</a>
 */
public final class TsigWriter {

  private static final int CLASS_ANY = 255;

  private TsigWriter() {}

  /** What is signed beside the message. */
  public static final class Variables {

    private final DomainName key;
    private final DomainName algorithm;
    private final long timeSigned;
    private final int fudge;
    private final int error;
    private final byte[] other;

    /**
     * Values in the order of the record.
     *
     * @param other kept, not copied
     */
    public Variables(
        DomainName key, DomainName algorithm, long timeSigned, int fudge, int error, byte[] other) {
      this.key = key;
      this.algorithm = algorithm;
      this.timeSigned = timeSigned;
      this.fudge = fudge;
      this.error = error;
      this.other = other;
    }

    /** All of them: for queries and for the first message of a response. */
    public byte[] digested() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(key.wire());
      Rrset.writeUnsigned16(out, CLASS_ANY);
      Rrset.writeUnsigned16(out, 0);
      Rrset.writeUnsigned16(out, 0);
      out.writeBytes(algorithm.wire());
      out.writeBytes(timers());
      Rrset.writeUnsigned16(out, error);
      Rrset.writeUnsigned16(out, other.length);
      out.writeBytes(other);
      return out.toByteArray();
    }

    /** Those of every further message (RFC 8945, section 5.3.1). */
    public byte[] timers() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(time(timeSigned));
      Rrset.writeUnsigned16(out, fudge);
      return out.toByteArray();
    }

    /** Octets that a TSIG record with a MAC of this length has. */
    public int length(int macSize) {
      return key.length() + 10 + algorithm.length() + 16 + macSize + other.length;
    }
  }

  /** 48 bits. */
  public static byte[] time(long seconds) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Rrset.writeUnsigned16(out, (int) (seconds >>> 32));
    Rrset.writeUnsigned16(out, (int) (seconds >>> 16));
    Rrset.writeUnsigned16(out, (int) seconds);
    return out.toByteArray();
  }

  /** A MAC as it is signed itself: with its length before it (RFC 8945, section 4.3.1). */
  public static byte[] withLength(byte[] mac) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Rrset.writeUnsigned16(out, mac.length);
    out.writeBytes(mac);
    return out.toByteArray();
  }

  /**
   * The message with the record behind it, the last of its additional section.
   *
   * @param mac empty in a response to a signature that we could not verify
   */
  public static byte[] append(byte[] message, Variables variables, byte[] mac, int originalId) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(message);
    out.writeBytes(variables.key.wire());
    Rrset.writeUnsigned16(out, RecordType.TSIG);
    Rrset.writeUnsigned16(out, CLASS_ANY);
    Rrset.writeUnsigned16(out, 0);
    Rrset.writeUnsigned16(out, 0);
    Rrset.writeUnsigned16(
        out, variables.algorithm.length() + 16 + mac.length + variables.other.length);
    out.writeBytes(variables.algorithm.wire());
    out.writeBytes(variables.timers());
    out.writeBytes(withLength(mac));
    Rrset.writeUnsigned16(out, originalId);
    Rrset.writeUnsigned16(out, variables.error);
    Rrset.writeUnsigned16(out, variables.other.length);
    out.writeBytes(variables.other);
    byte[] signed = out.toByteArray();
    int records = Header.unsigned16(signed, Header.ARCOUNT) + 1;
    signed[Header.ARCOUNT] = (byte) (records >> 8);
    signed[Header.ARCOUNT + 1] = (byte) records;
    return signed;
  }
}
