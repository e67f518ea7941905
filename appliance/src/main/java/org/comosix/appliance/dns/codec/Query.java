package org.comosix.appliance.dns.codec;

import java.util.Optional;

/** A decoded query. Keeps the question's bytes as they came, for a response repeats their case. */
public final class Query {

  private final byte[] message;
  private final DomainName name;
  private final int type;
  private final int dnsClass;
  private final Optional<Edns> edns;
  private final boolean signed;

  Query(
      byte[] message,
      DomainName name,
      int type,
      int dnsClass,
      Optional<Edns> edns,
      boolean signed) {
    this.message = message;
    this.name = name;
    this.type = type;
    this.dnsClass = dnsClass;
    this.edns = edns;
    this.signed = signed;
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
    return signed;
  }
}
