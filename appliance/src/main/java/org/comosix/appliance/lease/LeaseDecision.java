package org.comosix.appliance.lease;

import java.time.Duration;
import org.comosix.appliance.domain.Lease;

/** What the book decided about a request. */
public sealed interface LeaseDecision {

  /**
   * Bound, or its time prolonged. Durable only after the next {@link LeaseBook#commit()}.
   *
   * @param time what the client may be told, from now on
   */
  record Bound(Lease lease, Duration time) implements LeaseDecision {}

  /** The client must not use the address. */
  record Refused(Reason reason) implements LeaseDecision {}

  /** There is no record of this client: somebody else may know it. */
  record Unknown() implements LeaseDecision {}

  /** It could only be promised what cannot be made durable now, see {@link LeaseHealth}. */
  record NotDurable() implements LeaseDecision {}

  /** Why an address is refused; {@code text} is for option 56. */
  enum Reason {
    WRONG_NETWORK("the address is not of this network"),
    HELD_BY_ANOTHER("the address is another client's"),
    NOT_YOURS("another address is yours"),
    NOT_GIVEN_OUT("the address is not given out here"),
    KEPT_FOR_KNOWN("the last addresses are kept for known machines");

    private final String text;

    Reason(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }
}
