package org.comosix.appliance.dns.codec;

/** How a query went (RFC 1035, section 4.1.1; RFC 6895, section 2.3). */
public enum Rcode {
  NOERROR(0),
  FORMERR(1),
  SERVFAIL(2),
  NXDOMAIN(3),
  NOTIMP(4),
  REFUSED(5),
  /** A name exists that should not (RFC 2136, section 2.2); so the next ones. */
  YXDOMAIN(6),
  YXRRSET(7),
  NXRRSET(8),
  NOTAUTH(9),
  /** A name is not in the zone that is to be updated. */
  NOTZONE(10),
  /** Needs EDNS: its upper eight bits travel in the OPT record (RFC 6891, section 6.1.3). */
  BADVERS(16);

  private final int number;

  Rcode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
