package org.comosix.appliance.transport.ethernet;

/** Raw frames cannot be had on an interface; the message says why, for people. */
public final class LinkUnavailableException extends Exception {

  private static final long serialVersionUID = 1;

  private final boolean passing;

  /** It will not be otherwise later: no library, no Ethernet. */
  public LinkUnavailableException(String message, Throwable cause) {
    this(message, cause, false);
  }

  public LinkUnavailableException(String message) {
    super(message);
    passing = false;
  }

  LinkUnavailableException(String message, Throwable cause, boolean passing) {
    super(message, cause);
    this.passing = passing;
  }

  /** It may be otherwise later: the interface is down. */
  public boolean isPassing() {
    return passing;
  }
}
