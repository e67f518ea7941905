package org.comosix.appliance.dns.codec;

import static org.comosix.appliance.dns.codec.Header.unsigned16;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads one query of opcode QUERY, and the frame of one of opcode UPDATE. Follows no compression
 * pointer, so that none can lead it in circles: a question has none, and the owners of later
 * records are only skipped.
 */
public final class QueryDecoder {

  private static final int CLASS_AND_TTL = 6;
  private static final int POINTER = 0xc0;
  private static final int DNSSEC_OK = 0x8000;
  private static final int CLASS_ANY = 255;
  private static final int SOA_NUMBERS = 20;

  private final byte[] message;
  private int at = Header.LENGTH;
  private Optional<Edns> edns = Optional.empty();
  private Optional<Tsig> tsig = Optional.empty();
  private OptionalLong knownSerial = OptionalLong.empty();

  /** The records before the additional section are not looked at. */
  private boolean update;

  private QueryDecoder(byte[] message) {
    this.message = message;
  }

  /**
   * Decodes a message with a whole header. The array is kept, not copied.
   *
   * @throws MalformedMessageException it is not a query; nothing was looked up
   */
  public static Query decode(byte[] message) throws MalformedMessageException {
    return new QueryDecoder(message).query();
  }

  private Query query() throws MalformedMessageException {
    if (unsigned16(message, Header.QDCOUNT) != 1) {
      throw malformed(Malformation.NOT_ONE_QUESTION);
    }
    DomainName name = questionName();
    need(4);
    int type = unsigned16(message, at);
    int dnsClass = unsigned16(message, at + 2);
    if (RecordType.isMeta(type) && !RecordType.isQtype(type)) {
      throw malformed(Malformation.META_QTYPE);
    }
    at += 4;
    records(type);
    if (at != message.length) {
      throw malformed(Malformation.TRAILING_OCTETS);
    }
    if (type == RecordType.IXFR && knownSerial.isEmpty()) {
      throw malformed(Malformation.IXFR_WITHOUT_SOA);
    }
    return new Query(message, name, type, dnsClass, edns, tsig, knownSerial);
  }

  /** An update as far as its zone and its signature (RFC 2136, section 3.1.1). */
  static UpdateMessage decodeUpdate(byte[] message) throws MalformedMessageException {
    QueryDecoder decoder = new QueryDecoder(message);
    decoder.update = true;
    return new UpdateMessage(message, decoder.updateHead());
  }

  private Query updateHead() throws MalformedMessageException {
    if (unsigned16(message, Header.QDCOUNT) != 1) {
      throw malformed(Malformation.NOT_ONE_QUESTION);
    }
    DomainName name = questionName();
    need(4);
    if (unsigned16(message, at) != RecordType.SOA) {
      throw malformed(Malformation.NOT_A_ZONE);
    }
    int dnsClass = unsigned16(message, at + 2);
    at += 4;
    int records = unsigned16(message, Header.ANCOUNT) + unsigned16(message, Header.NSCOUNT);
    for (int i = 0; i < records; i++) {
      record(false);
    }
    additional();
    if (at != message.length) {
      throw malformed(Malformation.TRAILING_OCTETS);
    }
    return new Query(message, name, RecordType.SOA, dnsClass, edns, tsig, OptionalLong.empty());
  }

  private DomainName questionName() throws MalformedMessageException {
    int start = at;
    int label;
    do {
      need(1);
      label = message[at] & 0xff;
      if (label >= POINTER) {
        throw malformed(Malformation.POINTER_IN_QUESTION);
      }
      skipLabel(label, start);
    } while (label != 0);
    return DomainName.ofWire(message, start, at - start);
  }

  private void skipLabel(int label, int nameStart) throws MalformedMessageException {
    if (label > DomainName.MAX_LABEL_LENGTH) {
      throw malformed(Malformation.UNKNOWN_LABEL_TYPE);
    }
    at += 1 + label;
    if (at - nameStart > DomainName.MAX_LENGTH) {
      throw malformed(Malformation.NAME_TOO_LONG);
    }
  }

  private void records(int questionType) throws MalformedMessageException {
    int answers = unsigned16(message, Header.ANCOUNT);
    int authorities = unsigned16(message, Header.NSCOUNT);
    if (answers != 0 || (authorities != 0 && questionType != RecordType.IXFR)) {
      throw malformed(Malformation.RECORDS_IN_A_QUERY);
    }
    for (int i = 0; i < authorities; i++) {
      record(false);
    }
    additional();
  }

  private void additional() throws MalformedMessageException {
    for (int left = unsigned16(message, Header.ARCOUNT); left > 0; left--) {
      record(true);
      if (tsig.isPresent() && left > 1) {
        throw malformed(Malformation.TSIG_NOT_LAST);
      }
    }
  }

  private void record(boolean additional) throws MalformedMessageException {
    int start = at;
    boolean root = owner();
    need(2 + CLASS_AND_TTL + 2);
    int fixed = at;
    int type = unsigned16(message, at);
    if (additional && type == RecordType.OPT) {
      opt(root);
    }
    at += 2 + CLASS_AND_TTL;
    int length = unsigned16(message, at);
    at += 2;
    need(length);
    if (additional && type == RecordType.TSIG) {
      tsig(start, fixed, length);
    } else if (!additional && !update && type == RecordType.SOA) {
      soa(length);
    }
    at += length;
  }

  /** Class ANY, TTL 0 (RFC 8945, section 4.2). */
  private void tsig(int start, int fixed, int length) throws MalformedMessageException {
    if (unsigned16(message, fixed + 2) != CLASS_ANY
        || unsigned16(message, fixed + 4) != 0
        || unsigned16(message, fixed + 6) != 0) {
      throw malformed(Malformation.TSIG_MALFORMED);
    }
    tsig = Optional.of(Tsig.read(message, start, at, length));
  }

  /** The serial stands before the four times, behind two names of at least one octet. */
  private void soa(int length) throws MalformedMessageException {
    if (length < SOA_NUMBERS + 2) {
      throw malformed(Malformation.CUT_SHORT);
    }
    int serial = at + length - SOA_NUMBERS;
    knownSerial =
        OptionalLong.of((long) unsigned16(message, serial) << 16 | unsigned16(message, serial + 2));
  }

  /** Skips an owner name: to its end, or to the first pointer. Says whether it is the root. */
  private boolean owner() throws MalformedMessageException {
    int start = at;
    need(1);
    while (message[at] != 0) {
      int label = message[at] & 0xff;
      if (label >= POINTER) {
        need(2);
        at += 2;
        return false;
      }
      skipLabel(label, start);
      need(1);
    }
    at++;
    return at - start == 1;
  }

  /** CLASS is the payload size; TTL is extended rcode, version, flags (RFC 6891, section 6.1.2). */
  private void opt(boolean root) throws MalformedMessageException {
    if (!root) {
      throw malformed(Malformation.OPT_NOT_AT_ROOT);
    }
    if (edns.isPresent()) {
      throw malformed(Malformation.SECOND_OPT);
    }
    int payloadSize = unsigned16(message, at + 2);
    int version = message[at + 5] & 0xff;
    boolean dnssecOk = (unsigned16(message, at + 6) & DNSSEC_OK) != 0;
    edns = Optional.of(new Edns(payloadSize, version, dnssecOk));
  }

  private void need(int octets) throws MalformedMessageException {
    if (message.length - at < octets) {
      throw malformed(Malformation.CUT_SHORT);
    }
  }

  private MalformedMessageException malformed(Malformation malformation) {
    return new MalformedMessageException(malformation, at);
  }
}
