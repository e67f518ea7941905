package org.comosix.appliance.dns.codec;

import static org.comosix.appliance.dns.codec.Header.unsigned16;

import java.io.ByteArrayOutputStream;

/**
 * Joins aliases of ours to what another server said of the name that they lead to. What it said
 * moves, so that its names are written out: no pointer in it would still be right. AA speaks of the
 * first owner name, and that is ours (RFC 1035, section 4.1.1); the rcode is the other server's
 * (RFC 6604, section 3).
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1034#section-4.3.2">RFC 1034, section 4.3.2</a>
 */
final class AliasedResponse {

  private static final int POINTER = 0xc000;
  private static final int MAX_POINTER = 0x3fff;
  private static final int OWNER_TO_TTL = 4;
  private static final int TTL_TO_LENGTH = 4;
  private static final int TTL_TO_RDATA = 6;

  private final Query query;
  private final Aliases aliases;
  private final byte[] received;
  private final int[] ttlOffsets;
  private final int ageSeconds;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private int targetAt;

  /**
   * Of a response that was read to its end.
   *
   * @param received asked for the target of the aliases; not changed
   * @param ttlOffsets where the TTL of each of its records is
   */
  AliasedResponse(Query query, Aliases aliases, byte[] received, int[] ttlOffsets, int ageSeconds) {
    this.query = query;
    this.aliases = aliases;
    this.received = received;
    this.ttlOffsets = ttlOffsets;
    this.ageSeconds = ageSeconds;
  }

  /**
   * Answer and authority, in at most {@code limit} octets; nothing but the question, with TC, where
   * that is too little.
   *
   * @param rcode of the other server
   * @throws MalformedMessageException a name in it leads nowhere
   */
  byte[] encode(int rcode, int limit) throws MalformedMessageException {
    out.writeBytes(query.headerAndQuestion());
    int ours = 0;
    for (Rrset alias : aliases.records()) {
      out.writeBytes(alias.bytes());
      ours += alias.count();
    }
    targetAt = out.size() - aliases.target().length();
    int answers = unsigned16(received, Header.ANCOUNT);
    int authorities = unsigned16(received, Header.NSCOUNT);
    int room = limit - (query.edns().isPresent() ? ResponseEncoder.OPT_LENGTH : 0);
    int start = Header.LENGTH + aliases.target().length() + 2 * Short.BYTES;
    for (int i = 0; i < answers + authorities && out.size() <= room; i++) {
      start = copy(start, ttlOffsets[i]);
    }
    return out.size() > room ? truncated() : whole(rcode, ours + answers, authorities);
  }

  private byte[] truncated() {
    byte[] bytes = ResponseEncoder.encodeTruncated(query, Rcode.NOERROR);
    flags(bytes, Header.TC, 0);
    return bytes;
  }

  private byte[] whole(int rcode, int answers, int authorities) {
    boolean edns = query.edns().isPresent();
    int end = out.size();
    if (edns) {
      out.writeBytes(new byte[ResponseEncoder.OPT_LENGTH]);
    }
    byte[] bytes = out.toByteArray();
    flags(bytes, 0, rcode);
    ResponseEncoder.put16(bytes, Header.QDCOUNT, 1);
    ResponseEncoder.put16(bytes, Header.ANCOUNT, answers);
    ResponseEncoder.put16(bytes, Header.NSCOUNT, authorities);
    ResponseEncoder.put16(bytes, Header.ARCOUNT, edns ? 1 : 0);
    if (edns) {
      ResponseEncoder.opt(bytes, end, Rcode.NOERROR, query.edns().get().dnssecOk());
    }
    return bytes;
  }

  /** Never AD: our aliases are not signed. */
  private void flags(byte[] bytes, int bits, int rcode) {
    int copied = unsigned16(query.message(), Header.FLAGS) & (Header.RD | Header.CD);
    ResponseEncoder.put16(
        bytes, Header.FLAGS, Header.QR | Header.AA | Header.RA | copied | bits | (rcode & 0xf));
  }

  /** Says where the next record begins. */
  private int copy(int start, int ttlAt) throws MalformedMessageException {
    owner(NameReader.read(received, start));
    int type = unsigned16(received, ttlAt - OWNER_TO_TTL);
    out.write(received, ttlAt - OWNER_TO_TTL, OWNER_TO_TTL);
    int ttl = Math.max(0, ResponseDecoder.ttl(received, ttlAt) - ageSeconds);
    Rrset.writeUnsigned16(out, ttl >>> Short.SIZE);
    Rrset.writeUnsigned16(out, ttl);
    int length = unsigned16(received, ttlAt + TTL_TO_LENGTH);
    byte[] rdata = RdataReader.written(received, type, ttlAt + TTL_TO_RDATA, length);
    Rrset.writeUnsigned16(out, rdata.length);
    out.writeBytes(rdata);
    return ttlAt + TTL_TO_RDATA + length;
  }

  /** Most records are of the name that our last alias spells out. */
  private void owner(DomainName owner) {
    if (owner.equals(aliases.target()) && targetAt <= MAX_POINTER) {
      Rrset.writeUnsigned16(out, POINTER | targetAt);
    } else {
      out.writeBytes(owner.wire());
    }
  }
}
