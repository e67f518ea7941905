package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;

/** A NOTIFY (RFC 1996, section 3.7) and what comes back. */
public final class NotifyMessage {

  private static final int OPCODE_NOTIFY = 4;
  private static final int OPCODE_SHIFT = 11;
  private static final int CLASS_IN = 1;

  private NotifyMessage() {}

  /** Says that a zone changed; by how much, its secondary asks. */
  public static byte[] encode(int id, DomainName zone) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Rrset.writeUnsigned16(out, id);
    Rrset.writeUnsigned16(out, OPCODE_NOTIFY << OPCODE_SHIFT | Header.AA);
    Rrset.writeUnsigned16(out, 1);
    Rrset.writeUnsigned16(out, 0);
    Rrset.writeUnsigned16(out, 0);
    Rrset.writeUnsigned16(out, 0);
    out.writeBytes(zone.wire());
    Rrset.writeUnsigned16(out, RecordType.SOA);
    Rrset.writeUnsigned16(out, CLASS_IN);
    return out.toByteArray();
  }

  /** Whether it is a response to some NOTIFY; the other methods need one. */
  public static boolean isResponse(byte[] message) {
    return Header.isWhole(message)
        && Header.isResponse(message)
        && Header.opcode(message) == OPCODE_NOTIFY;
  }

  public static int id(byte[] message) {
    return Header.unsigned16(message, 0);
  }

  public static int rcode(byte[] message) {
    return Header.unsigned16(message, Header.FLAGS) & 0xf;
  }
}
