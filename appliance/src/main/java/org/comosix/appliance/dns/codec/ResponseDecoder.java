package org.comosix.appliance.dns.codec;

import static org.comosix.appliance.dns.codec.Header.unsigned16;

import java.util.Arrays;

/**
 * Reads a response from end to end, and bounds the TTLs in it. Follows no compression pointer: the
 * records are passed on as they are.
 */
public final class ResponseDecoder {

  /** A day: what a zone promises for longer we ask again (RFC 8767, section 4, would allow 7). */
  public static final int MAX_TTL_SECONDS = 86_400;

  /** RFC 2308, section 5: one to three hours have been found to work well. */
  public static final int MAX_NEGATIVE_TTL_SECONDS = 10_800;

  private static final int POINTER = 0xc0;
  private static final int TYPE_TO_TTL = 4;
  private static final int FIXED_FIELDS = 10;
  private static final int RCODE = 0xf;

  private final byte[] message;
  private final int questionType;
  private int at;

  private int[] ttlOffsets = new int[16];
  private int ttlCount;
  private int lifetime = MAX_TTL_SECONDS;
  private boolean answered;
  private int soaTtlOffset;
  private int soaMinimum;
  private int optStart;
  private int extendedRcode;

  private ResponseDecoder(byte[] message, int questionEnd) {
    this.message = message;
    this.questionType = unsigned16(message, questionEnd - 4);
    this.at = questionEnd;
  }

  /**
   * Decodes a message that {@link OutgoingQuery#fit} took for the answer: its question is known to
   * be well-formed.
   *
   * @param message the receiver's own from now on
   * @throws MalformedMessageException its records are not
   */
  public static ReceivedResponse decode(byte[] message, DomainName name)
      throws MalformedMessageException {
    return new ResponseDecoder(message, Header.LENGTH + name.length() + 4).response();
  }

  private ReceivedResponse response() throws MalformedMessageException {
    for (int left = unsigned16(message, Header.ANCOUNT); left > 0; left--) {
      answer();
    }
    for (int left = unsigned16(message, Header.NSCOUNT); left > 0; left--) {
      authority();
    }
    int additionalStart = at;
    int additional = 0;
    for (int left = unsigned16(message, Header.ARCOUNT); left > 0; left--) {
      additional += additional() ? 1 : 0;
    }
    int rcode = (extendedRcode << 4) | (unsigned16(message, Header.FLAGS) & RCODE);
    int end = optStart == 0 ? at : optStart;
    int bounded = boundedLifetime(rcode);
    return new ReceivedResponse(
        Arrays.copyOf(message, end),
        Arrays.copyOf(ttlOffsets, ttlCount),
        additionalStart,
        additional,
        rcode,
        bounded);
  }

  private void answer() throws MalformedMessageException {
    owner();
    need(FIXED_FIELDS);
    int type = unsigned16(message, at);
    answered |= type == questionType || questionType == RecordType.ANY;
    lifetime = Math.min(lifetime, boundTtl());
    skipRecord();
  }

  private void authority() throws MalformedMessageException {
    owner();
    need(FIXED_FIELDS);
    int type = unsigned16(message, at);
    int ttlOffset = at + TYPE_TO_TTL;
    lifetime = Math.min(lifetime, boundTtl());
    skipRecord();
    if (type == RecordType.SOA) {
      soaTtlOffset = ttlOffset;
      soaMinimum = ttl(message, at - Integer.BYTES);
    }
  }

  /**
   * Says whether the record is kept. What stands behind an OPT record is left out with it: nothing
   * there is needed, and what is moved could be pointed to.
   */
  private boolean additional() throws MalformedMessageException {
    int start = at;
    owner();
    need(FIXED_FIELDS);
    int type = unsigned16(message, at);
    if (type == RecordType.OPT) {
      extendedRcode = message[at + TYPE_TO_TTL] & 0xff;
      optStart = optStart == 0 ? start : optStart;
    }
    boolean kept = optStart == 0;
    if (kept) {
      boundTtl();
    }
    skipRecord();
    return kept;
  }

  /** Notes where the TTL of the record at hand is, and cuts it to a day. */
  private int boundTtl() {
    if (ttlCount == ttlOffsets.length) {
      ttlOffsets = Arrays.copyOf(ttlOffsets, 2 * ttlCount);
    }
    int offset = at + TYPE_TO_TTL;
    ttlOffsets[ttlCount++] = offset;
    int bounded = Math.min(ttl(message, offset), MAX_TTL_SECONDS);
    putTtl(message, offset, bounded);
    return bounded;
  }

  /** A negative answer without SOA is not kept (RFC 2308, section 5), nor is a failure. */
  private int boundedLifetime(int rcode) {
    if (rcode == Rcode.NOERROR.number() && answered) {
      return lifetime;
    }
    boolean negative = rcode == Rcode.NOERROR.number() || rcode == Rcode.NXDOMAIN.number();
    if (!negative || soaTtlOffset == 0) {
      return 0;
    }
    int soaTtl =
        Math.min(Math.min(ttl(message, soaTtlOffset), soaMinimum), MAX_NEGATIVE_TTL_SECONDS);
    putTtl(message, soaTtlOffset, soaTtl);
    return Math.min(lifetime, soaTtl);
  }

  private void owner() throws MalformedMessageException {
    int start = at;
    int label;
    do {
      need(1);
      label = message[at] & 0xff;
      if (label >= POINTER) {
        need(Short.BYTES);
        at += Short.BYTES;
        return;
      }
      if (label > DomainName.MAX_LABEL_LENGTH) {
        throw malformed(Malformation.UNKNOWN_LABEL_TYPE);
      }
      at += 1 + label;
      if (at - start > DomainName.MAX_LENGTH) {
        throw malformed(Malformation.NAME_TOO_LONG);
      }
    } while (label != 0);
  }

  /** From its type to its end. */
  private void skipRecord() throws MalformedMessageException {
    int length = unsigned16(message, at + FIXED_FIELDS - Short.BYTES);
    at += FIXED_FIELDS;
    need(length);
    at += length;
  }

  private void need(int octets) throws MalformedMessageException {
    if (message.length - at < octets) {
      throw malformed(Malformation.CUT_SHORT);
    }
  }

  private MalformedMessageException malformed(Malformation malformation) {
    return new MalformedMessageException(malformation, at);
  }

  /** A TTL with the highest bit set counts as 0 (RFC 2181, section 8). */
  static int ttl(byte[] message, int offset) {
    return Math.max(0, unsigned16(message, offset) << 16 | unsigned16(message, offset + 2));
  }

  static void putTtl(byte[] message, int offset, int ttl) {
    ResponseEncoder.put16(message, offset, ttl >>> 16);
    ResponseEncoder.put16(message, offset + 2, ttl);
  }
}
