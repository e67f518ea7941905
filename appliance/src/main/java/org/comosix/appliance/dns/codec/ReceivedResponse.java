package org.comosix.appliance.dns.codec;

import java.util.Arrays;

/**
 * What another server answered, for passing on: its records stay the octets that came, but for
 * their TTLs. It ends where the other server's OPT record was, which is between us two only (RFC
 * 6891, section 6.2.6).
 */
public final class ReceivedResponse {

  private final byte[] message;
  private final int[] ttlOffsets;
  private final int additionalStart;
  private final int additionalCount;
  private final int rcode;
  private final int lifetimeSeconds;

  /**
   * Of a message that was read to its end.
   *
   * @param message up to the OPT record; not changed any more
   * @param ttlOffsets where each record's TTL is
   * @param additionalStart where the additional section begins
   * @param additionalCount records of it that are left
   * @param rcode with its upper eight bits
   */
  ReceivedResponse(
      byte[] message,
      int[] ttlOffsets,
      int additionalStart,
      int additionalCount,
      int rcode,
      int lifetimeSeconds) {
    this.message = message;
    this.ttlOffsets = ttlOffsets;
    this.additionalStart = additionalStart;
    this.additionalCount = additionalCount;
    this.rcode = rcode;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  /** The extended one (RFC 6891, section 6.1.3), from 0 to 4095. */
  public int rcode() {
    return rcode;
  }

  /** How long it may be kept; 0 for not at all. */
  public int lifetimeSeconds() {
    return lifetimeSeconds;
  }

  /** Octets that it holds in memory, about. */
  public int size() {
    return message.length + Integer.BYTES * ttlOffsets.length;
  }

  private boolean has(int flag) {
    return (Header.unsigned16(message, Header.FLAGS) & flag) != 0;
  }

  /**
   * The response to a query for the same name and type, with RA. AD is shown to those who
   * understand it. Within {@code limit} octets: what does not fit is left out, the additional
   * section silently, any more with TC.
   *
   * @param ageSeconds since it was received; TTLs are less by so much
   */
  public byte[] encode(Query query, int ageSeconds, int limit) {
    int opt = query.edns().isPresent() ? ResponseEncoder.OPT_LENGTH : 0;
    if (message.length + opt <= limit) {
      return encode(query, ageSeconds, message.length, additionalCount);
    }
    if (additionalStart + opt <= limit) {
      return encode(query, ageSeconds, additionalStart, 0);
    }
    byte[] truncated = ResponseEncoder.encodeTruncated(query, Rcode.NOERROR);
    flags(truncated, query, Header.TC);
    return truncated;
  }

  /**
   * The response to a query whose name our aliases lead to the one that was asked for here: they
   * come first. Within {@code limit} octets; what does not fit is left out with TC, and the
   * additional section always.
   *
   * @param ageSeconds since it was received; the TTLs of its records are less by so much
   * @throws MalformedMessageException a compressed name in it leads nowhere
   */
  public byte[] encode(Query query, Aliases aliases, int ageSeconds, int limit)
      throws MalformedMessageException {
    return new AliasedResponse(query, aliases, message, ttlOffsets, ageSeconds)
        .encode(rcode, limit);
  }

  private byte[] encode(Query query, int ageSeconds, int end, int additional) {
    boolean edns = query.edns().isPresent();
    byte[] bytes = Arrays.copyOf(message, end + (edns ? ResponseEncoder.OPT_LENGTH : 0));
    Arrays.fill(bytes, end, bytes.length, (byte) 0);
    System.arraycopy(query.message(), 0, bytes, 0, Header.FLAGS);
    int question = query.questionEnd() - Header.LENGTH;
    System.arraycopy(query.message(), Header.LENGTH, bytes, Header.LENGTH, question);
    flags(bytes, query, 0);
    for (int at : ttlOffsets) {
      if (at < end) {
        ResponseDecoder.putTtl(bytes, at, Math.max(0, ResponseDecoder.ttl(bytes, at) - ageSeconds));
      }
    }
    if (edns) {
      ResponseEncoder.opt(bytes, end, Rcode.NOERROR, query.edns().get().dnssecOk());
    }
    ResponseEncoder.put16(bytes, Header.ARCOUNT, additional + (edns ? 1 : 0));
    return bytes;
  }

  private void flags(byte[] bytes, Query query, int bits) {
    int copied = Header.unsigned16(query.message(), Header.FLAGS) & (Header.RD | Header.CD);
    int authentic = query.understandsAuthenticData() && has(Header.AD) ? Header.AD : 0;
    ResponseEncoder.put16(
        bytes, Header.FLAGS, Header.QR | Header.RA | copied | authentic | bits | (rcode & 0xf));
  }
}
