package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;

/**
 * A start of authority (RFC 1035, section 3.3.13). Times are seconds.
 *
 * @param serial unsigned 32 bits
 * @param minimum how long a negative answer may be kept (RFC 2308, section 4)
 */
public record Soa(
    DomainName mname,
    DomainName rname,
    long serial,
    int refresh,
    int retry,
    int expire,
    int minimum) {

  byte[] rdata() {
    ByteArrayOutputStream rdata = new ByteArrayOutputStream();
    rdata.writeBytes(mname.wire());
    rdata.writeBytes(rname.wire());
    writeUnsigned32(rdata, (int) serial);
    writeUnsigned32(rdata, refresh);
    writeUnsigned32(rdata, retry);
    writeUnsigned32(rdata, expire);
    writeUnsigned32(rdata, minimum);
    return rdata.toByteArray();
  }

  private static void writeUnsigned32(ByteArrayOutputStream out, int value) {
    Rrset.writeUnsigned16(out, value >>> 16);
    Rrset.writeUnsigned16(out, value);
  }
}
