package org.comosix.appliance.dns.tsig;

/** What can be wrong with a signature (RFC 8945, section 3). */
public enum TsigError {
  NONE(0),
  BADSIG(16),
  BADKEY(17),
  BADTIME(18),
  BADTRUNC(22);

  private final int number;

  TsigError(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
