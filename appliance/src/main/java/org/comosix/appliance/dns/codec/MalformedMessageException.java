package org.comosix.appliance.dns.codec;

/** Bytes from outside that are not a DNS query. Carries no stack trace: strangers can cause it. */
public final class MalformedMessageException extends Exception {

  private static final long serialVersionUID = 1;

  private final Malformation malformation;
  private final int offset;

  MalformedMessageException(Malformation malformation, int offset) {
    super(malformation + " at offset " + offset, null, false, false);
    this.malformation = malformation;
    this.offset = offset;
  }

  public Malformation malformation() {
    return malformation;
  }

  /** Octets from the start of the message. */
  public int offset() {
    return offset;
  }
}
