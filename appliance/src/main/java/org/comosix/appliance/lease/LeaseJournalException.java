package org.comosix.appliance.lease;

/** The journal cannot be read, or could not be forced: what was asked is not durable. */
public final class LeaseJournalException extends RuntimeException {

  private static final long serialVersionUID = 1;

  public LeaseJournalException(String message) {
    super(message);
  }

  public LeaseJournalException(String message, Throwable cause) {
    super(message, cause);
  }
}
