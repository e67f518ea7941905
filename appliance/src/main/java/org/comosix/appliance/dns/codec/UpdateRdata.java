package org.comosix.appliance.dns.codec;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/** Reads the data of records in the one form in which we keep and compare it. */
final class UpdateRdata {

  private static final int ADDRESS6_LENGTH = 16;
  private static final int SOA_NUMBERS = 20;

  /** RFC 4701, section 3.1: identifier type and digest type, and a digest. */
  private static final int DHCID_LEAST = 4;

  private UpdateRdata() {}

  /**
   * The data from {@code at} for {@code length} octets.
   *
   * @throws MalformedMessageException it is not what its type has; of types that we do not take it
   *     is any octets
   */
  static byte[] read(byte[] message, int type, int at, int length)
      throws MalformedMessageException {
    return switch (type) {
      case RecordType.A -> fixed(message, at, length, Integer.BYTES);
      case RecordType.AAAA -> fixed(message, at, length, ADDRESS6_LENGTH);
      case RecordType.NS, RecordType.CNAME, RecordType.PTR -> names(message, at, length, 0, 1, 0);
      case RecordType.MX -> names(message, at, length, Short.BYTES, 1, 0);
      case RecordType.SRV -> names(message, at, length, 3 * Short.BYTES, 1, 0);
      case RecordType.SOA -> names(message, at, length, 0, 2, SOA_NUMBERS);
      case RecordType.TXT -> strings(message, at, length);
      case RecordType.DHCID -> atLeast(message, at, length, DHCID_LEAST);
      default -> Arrays.copyOfRange(message, at, at + length);
    };
  }

  private static byte[] fixed(byte[] message, int at, int length, int expected)
      throws MalformedMessageException {
    require(length == expected, at);
    return Arrays.copyOfRange(message, at, at + length);
  }

  private static byte[] atLeast(byte[] message, int at, int length, int least)
      throws MalformedMessageException {
    require(length >= least, at);
    return Arrays.copyOfRange(message, at, at + length);
  }

  /** Some octets, names, some octets. */
  private static byte[] names(byte[] message, int at, int length, int before, int names, int after)
      throws MalformedMessageException {
    require(length > before + after, at);
    ByteArrayOutputStream rdata = new ByteArrayOutputStream();
    rdata.write(message, at, before);
    int next = at + before;
    for (int i = 0; i < names; i++) {
      rdata.writeBytes(NameReader.read(message, next).wire());
      next = NameReader.end(message, next);
    }
    require(next + after == at + length, at);
    rdata.write(message, next, after);
    return rdata.toByteArray();
  }

  /** One string at least (RFC 1035, section 3.3.14). */
  private static byte[] strings(byte[] message, int at, int length)
      throws MalformedMessageException {
    require(length > 0, at);
    int next = at;
    while (next < at + length) {
      next += 1 + (message[next] & 0xff);
    }
    require(next == at + length, at);
    return Arrays.copyOfRange(message, at, at + length);
  }

  private static void require(boolean whole, int at) throws MalformedMessageException {
    if (!whole) {
      throw new MalformedMessageException(Malformation.RDATA_MALFORMED, at);
    }
  }
}
