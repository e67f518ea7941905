package org.comosix.appliance.dns.codec;

/**
 * One record of an update. Its data is uncompressed and the names in it are lower case where the
 * type is one that can be put into our zones, so that equal data is equal octets.
 */
public final class UpdateRecord {

  private final DomainName name;
  private final int type;
  private final int dnsClass;
  private final int ttl;
  private final byte[] rdata;

  /**
   * Values in the order of the record.
   *
   * @param ttl seconds; what has the highest bit set counts as 0 (RFC 2181, section 8)
   * @param rdata kept
   */
  public UpdateRecord(DomainName name, int type, int dnsClass, int ttl, byte[] rdata) {
    this.name = name;
    this.type = type;
    this.dnsClass = dnsClass;
    this.ttl = Math.max(0, ttl);
    this.rdata = rdata;
  }

  public DomainName name() {
    return name;
  }

  public int type() {
    return type;
  }

  public int dnsClass() {
    return dnsClass;
  }

  public int ttl() {
    return ttl;
  }

  public boolean hasData() {
    return rdata.length > 0;
  }

  /** Shared, not to be changed. */
  public byte[] rdata() {
    return rdata;
  }
}
