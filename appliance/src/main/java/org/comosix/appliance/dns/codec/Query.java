package org.comosix.appliance.dns.codec;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** A decoded query. Keeps the question's bytes as they came, for a response repeats their case. */
public final class Query {

  private final byte[] message;
  private final DomainName name;
  private final int type;
  private final int dnsClass;
  private final Optional<Edns> edns;
  private final Optional<Tsig> tsig;
  private final OptionalLong knownSerial;

  Query(
      byte[] message,
      DomainName name,
      int type,
      int dnsClass,
      Optional<Edns> edns,
      Optional<Tsig> tsig,
      OptionalLong knownSerial) {
    this.message = message;
    this.name = name;
    this.type = type;
    this.dnsClass = dnsClass;
    this.edns = edns;
    this.tsig = tsig;
    this.knownSerial = knownSerial;
  }

  /** The bytes that this was decoded from; shared, not to be changed. */
  byte[] message() {
    return message;
  }

  /** Where the question ends, in octets from the start of the message. */
  int questionEnd() {
    return Header.LENGTH + name.length() + 4;
  }

  /** QNAME, for comparing. */
  public DomainName name() {
    return name;
  }

  /** QTYPE, see {@link RecordType}. */
  public int type() {
    return type;
  }

  /** QCLASS. */
  public int dnsClass() {
    return dnsClass;
  }

  public Optional<Edns> edns() {
    return edns;
  }

  /** Carries a TSIG record, whose signature nobody has looked at. */
  public boolean signed() {
    return tsig.isPresent();
  }

  public Optional<Tsig> tsig() {
    return tsig;
  }

  /** Of IXFR: the serial of the client's copy, unsigned 32 bits (RFC 1995, section 3). */
  public OptionalLong knownSerial() {
    return knownSerial;
  }

  /** Identifier, opcode and RD of a response, and its question. */
  byte[] headerAndQuestion() {
    return Arrays.copyOf(message, questionEnd());
  }

  /** The identifier. */
  public int id() {
    return Header.unsigned16(message, 0);
  }

  /** The RD bit: whoever asks wants a whole answer, not only what we know ourselves. */
  public boolean recursionDesired() {
    return has(Header.RD);
  }

  /** The CD bit (RFC 4035, section 3.2.2): whoever asks validates by himself. */
  public boolean checkingDisabled() {
    return has(Header.CD);
  }

  /** Whoever asks understands the AD bit of a response (RFC 6840, section 5.7). */
  public boolean understandsAuthenticData() {
    return has(Header.AD) || edns.filter(Edns::dnssecOk).isPresent();
  }

  private boolean has(int flag) {
    return (Header.unsigned16(message, Header.FLAGS) & flag) != 0;
  }

  /** The same without the octets behind the question: for keeping, it is at most 271 octets. */
  public Query withoutRecords() {
    return new Query(headerAndQuestion(), name, type, dnsClass, edns, tsig, knownSerial);
  }
}
