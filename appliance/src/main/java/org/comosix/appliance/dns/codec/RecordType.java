package org.comosix.appliance.dns.codec;

/** Numbers of resource record types and query types (RFC 6895, section 3.1). */
public final class RecordType {

  public static final int A = 1;
  public static final int NS = 2;
  public static final int CNAME = 5;
  public static final int SOA = 6;
  public static final int PTR = 12;
  public static final int MX = 15;
  public static final int TXT = 16;
  public static final int AAAA = 28;
  public static final int SRV = 33;
  public static final int OPT = 41;
  public static final int DHCID = 49;
  public static final int TSIG = 250;
  public static final int IXFR = 251;
  public static final int AXFR = 252;
  public static final int MAILB = 253;
  public static final int MAILA = 254;

  /** QTYPE {@code *}. */
  public static final int ANY = 255;

  private static final int FIRST_META = 128;

  private RecordType() {}

  /** Types that no record in a zone has: OPT, and 128 to 255 (RFC 6895, section 3.1). */
  public static boolean isMeta(int type) {
    return type == 0 || type == OPT || (type >= FIRST_META && type <= ANY);
  }

  /** Meta types that a question may ask for: transfers and the wildcards. */
  public static boolean isQtype(int type) {
    return type >= IXFR && type <= ANY;
  }
}
