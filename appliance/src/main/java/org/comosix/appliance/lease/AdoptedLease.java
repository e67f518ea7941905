package org.comosix.appliance.lease;

import org.comosix.appliance.domain.Lease;

/**
 * What became of a lease that another server knew.
 *
 * @param lease as it stands in the book now; for {@link Verdict#CLIENT_HAS_ANOTHER} the other one
 */
public record AdoptedLease(Verdict verdict, Lease lease) {

  /** Whether it was taken, or why not. */
  public enum Verdict {
    TAKEN,
    /** The book knows the same, or something newer. */
    KNOWN,
    /** Another client has the address here. */
    HELD_BY_ANOTHER,
    /** The client has another address on this link here. */
    CLIENT_HAS_ANOTHER,
    /** A client found the address in use a while ago. */
    QUARANTINED
  }
}
