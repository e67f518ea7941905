package org.comosix.appliance.dns.codec;

import static org.comosix.appliance.dns.codec.Header.unsigned16;

import java.util.Arrays;
import java.util.List;

/** Writes responses. The identifier, RD and the question are the query's own bytes. */
public final class ResponseEncoder {

  /** What everyone takes without EDNS (RFC 1035, section 2.3.4). */
  public static final int PLAIN_UDP_SIZE = 512;

  /**
   * What we take and send over UDP with EDNS: fits every path without fragments (RFC 9715, section
   * 3.1).
   */
  public static final int EDNS_UDP_SIZE = 1232;

  public static final int TCP_SIZE = 65_535;

  static final int OPT_LENGTH = 11;

  private ResponseEncoder() {}

  /** Octets that a response to this query may have over UDP. */
  public static int udpLimit(Query query) {
    // Values under 512 are treated as 512 (RFC 6891, section 6.2.3).
    return query
        .edns()
        .map(edns -> Math.min(EDNS_UDP_SIZE, Math.max(PLAIN_UDP_SIZE, edns.payloadSize())))
        .orElse(PLAIN_UDP_SIZE);
  }

  /**
   * Encodes within {@code limit} octets. What does not fit is left out: the additional section
   * silently, any more with TC, so that the requestor asks again by TCP (RFC 2181, section 9).
   */
  public static byte[] encode(Query query, Response response, int limit) {
    int fixed = query.questionEnd() + (query.edns().isPresent() ? OPT_LENGTH : 0);
    int required = fixed + length(response.answer()) + length(response.authority());
    if (required > limit) {
      return encode(query, emptied(response), Header.TC, fixed);
    }
    int whole = required + length(response.additional());
    return whole > limit
        ? encode(query, withoutAdditional(response), 0, required)
        : encode(query, response, 0, whole);
  }

  /** The header and the question with TC: ask again by TCP. */
  static byte[] encodeTruncated(Query query, Rcode rcode) {
    int length = query.questionEnd() + (query.edns().isPresent() ? OPT_LENGTH : 0);
    return encode(query, Response.failure(rcode), Header.TC, length);
  }

  /** Sets the RA bit of a response: whoever gets it may have other names resolved by us. */
  public static void offerRecursion(byte[] response) {
    response[Header.FLAGS + 1] |= (byte) Header.RA;
  }

  private static Response emptied(Response response) {
    return new Response(
        response.rcode(), response.authoritative(), List.of(), List.of(), List.of());
  }

  private static Response withoutAdditional(Response response) {
    return new Response(
        response.rcode(),
        response.authoritative(),
        response.answer(),
        response.authority(),
        List.of());
  }

  private static byte[] encode(Query query, Response response, int truncation, int length) {
    byte[] bytes = new byte[length];
    System.arraycopy(query.message(), 0, bytes, 0, query.questionEnd());
    int authoritative = response.authoritative() ? Header.AA : 0;
    header(bytes, response.rcode(), authoritative | truncation);
    put16(bytes, Header.QDCOUNT, 1);
    put16(bytes, Header.ANCOUNT, count(response.answer()));
    put16(bytes, Header.NSCOUNT, count(response.authority()));
    int at = copy(response.answer(), bytes, query.questionEnd());
    at = copy(response.authority(), bytes, at);
    at = copy(response.additional(), bytes, at);
    int additional = count(response.additional());
    if (query.edns().isPresent()) {
      opt(bytes, at, response.rcode(), query.edns().get().dnssecOk());
      additional++;
    }
    put16(bytes, Header.ARCOUNT, additional);
    return bytes;
  }

  /** Octets of a message of a transfer beside its records and its signature; or fewer. */
  public static int transferOverhead(Query query) {
    return query.questionEnd() + OPT_LENGTH;
  }

  /**
   * One message of a zone transfer. The question and the OPT record stand in the first one only
   * (RFC 5936, section 2.2).
   *
   * @param records encoded with their owners
   */
  public static byte[] encodeTransfer(Query query, boolean first, List<byte[]> records) {
    boolean opt = first && query.edns().isPresent();
    int start = first ? query.questionEnd() : Header.LENGTH;
    int length = start + (opt ? OPT_LENGTH : 0);
    for (byte[] record : records) {
      length += record.length;
    }
    byte[] bytes = new byte[length];
    System.arraycopy(query.message(), 0, bytes, 0, start);
    header(bytes, Rcode.NOERROR, Header.AA);
    put16(bytes, Header.QDCOUNT, first ? 1 : 0);
    put16(bytes, Header.ANCOUNT, records.size());
    put16(bytes, Header.NSCOUNT, 0);
    put16(bytes, Header.ARCOUNT, opt ? 1 : 0);
    int at = start;
    for (byte[] record : records) {
      System.arraycopy(record, 0, bytes, at, record.length);
      at += record.length;
    }
    if (opt) {
      opt(bytes, at, Rcode.NOERROR, query.edns().get().dnssecOk());
    }
    return bytes;
  }

  /** A response without a question, to a message whose question could not be read. */
  public static byte[] encodeHeaderOnly(byte[] message, Rcode rcode) {
    byte[] bytes = Arrays.copyOf(message, Header.LENGTH);
    Arrays.fill(bytes, Header.QDCOUNT, Header.LENGTH, (byte) 0);
    header(bytes, rcode, 0);
    return bytes;
  }

  /** RA, Z, AD and CD are clear (RFC 4035, section 3.1.6). */
  private static void header(byte[] bytes, Rcode rcode, int bits) {
    int copied = unsigned16(bytes, Header.FLAGS) & (Header.OPCODE | Header.RD);
    put16(bytes, Header.FLAGS, copied | Header.QR | bits | (rcode.number() & 0xf));
  }

  /** The root, OPT, our payload size, extended rcode, version 0, DO, no options. */
  static void opt(byte[] bytes, int at, Rcode rcode, boolean dnssecOk) {
    put16(bytes, at + 1, RecordType.OPT);
    put16(bytes, at + 3, EDNS_UDP_SIZE);
    bytes[at + 5] = (byte) (rcode.number() >> 4);
    bytes[at + 7] = (byte) (dnssecOk ? 0x80 : 0);
  }

  private static int length(List<Rrset> section) {
    int length = 0;
    for (Rrset rrset : section) {
      length += rrset.length();
    }
    return length;
  }

  private static int count(List<Rrset> section) {
    int count = 0;
    for (Rrset rrset : section) {
      count += rrset.count();
    }
    return count;
  }

  private static int copy(List<Rrset> section, byte[] bytes, int start) {
    int at = start;
    for (Rrset rrset : section) {
      at = rrset.copyTo(bytes, at);
    }
    return at;
  }

  static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }
}
