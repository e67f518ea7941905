package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The records of one name and type, already encoded. As an answer its owner is a pointer to the
 * question, which is how the case of the question comes back (RFC 1035, section 4.1.4).
 */
public final class Rrset {

  /** The question's name stands right behind the header. */
  private static final byte[] OWNER_IS_QNAME = {(byte) 0xc0, Header.LENGTH};

  private static final byte[] CLASS_IN = {0, 1};

  private final int type;
  private final int ttl;
  private final List<byte[]> rdatas;
  private final byte[] encoded;

  private Rrset(int type, int ttl, List<byte[]> rdatas, byte[] encoded) {
    this.type = type;
    this.ttl = ttl;
    this.rdatas = rdatas;
    this.encoded = encoded;
  }

  /**
   * Any records of the name that is asked for.
   *
   * @param rdatas the data of each record, uncompressed; kept
   */
  public static Rrset of(int type, int ttl, List<byte[]> rdatas) {
    return of(OWNER_IS_QNAME, type, ttl, rdatas);
  }

  /** The same records with their owner spelled out: it is not the name that is asked for. */
  public Rrset ownedBy(DomainName owner) {
    return of(owner.wire(), type, ttl, rdatas);
  }

  /** Addresses of the name that is asked for. */
  public static Rrset a(int ttl, List<Ipv4Address> addresses) {
    return of(
        OWNER_IS_QNAME, RecordType.A, ttl, addresses.stream().map(Ipv4Address::octets).toList());
  }

  /** Addresses of another name: for the additional section. */
  public static Rrset a(DomainName owner, int ttl, List<Ipv4Address> addresses) {
    return of(
        owner.wire(), RecordType.A, ttl, addresses.stream().map(Ipv4Address::octets).toList());
  }

  public static Rrset ptr(int ttl, DomainName target) {
    return of(OWNER_IS_QNAME, RecordType.PTR, ttl, List.of(target.wire()));
  }

  public static Rrset ns(int ttl, DomainName server) {
    return of(OWNER_IS_QNAME, RecordType.NS, ttl, List.of(server.wire()));
  }

  /** Its owner is spelled out: it stands in answers and in the authority section alike. */
  public static Rrset soa(DomainName zone, int ttl, Soa soa) {
    return of(zone.wire(), RecordType.SOA, ttl, List.of(soa.rdata()));
  }

  private static Rrset of(byte[] owner, int type, int ttl, List<byte[]> rdatas) {
    ByteArrayOutputStream encoded = new ByteArrayOutputStream();
    for (byte[] rdata : rdatas) {
      encoded.writeBytes(owner);
      writeUnsigned16(encoded, type);
      encoded.writeBytes(CLASS_IN);
      writeUnsigned16(encoded, ttl >>> 16);
      writeUnsigned16(encoded, ttl);
      writeUnsigned16(encoded, rdata.length);
      encoded.writeBytes(rdata);
    }
    return new Rrset(type, ttl, rdatas, encoded.toByteArray());
  }

  /** Each record by itself, with this owner, as bytes. */
  public List<byte[]> records(DomainName owner) {
    return rdatas.stream()
        .map(rdata -> of(owner.wire(), type, ttl, List.of(rdata)).encoded)
        .toList();
  }

  static void writeUnsigned16(ByteArrayOutputStream out, int value) {
    out.write(value >> 8);
    out.write(value);
  }

  public int type() {
    return type;
  }

  /** Seconds. */
  public int ttl() {
    return ttl;
  }

  /** The data of each record, shared, not to be changed. */
  public List<byte[]> rdatas() {
    return rdatas;
  }

  public int count() {
    return rdatas.size();
  }

  /** Octets of all records together. */
  public int length() {
    return encoded.length;
  }

  /** Writes them; says where they end. */
  public int copyTo(byte[] response, int at) {
    System.arraycopy(encoded, 0, response, at, encoded.length);
    return at + encoded.length;
  }
}
