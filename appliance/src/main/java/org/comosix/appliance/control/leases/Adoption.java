package org.comosix.appliance.control.leases;

import java.util.Locale;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * What became of one lease of another server.
 *
 * @param why for people, when it was not taken
 */
public record Adoption(Ipv4Address address, Outcome outcome, String why) {

  /** Whether it was taken, or the reason. */
  public enum Outcome {
    TAKEN,
    /** The same or something newer is known here: nothing to do. */
    KNOWN,
    HELD_BY_ANOTHER,
    CLIENT_HAS_ANOTHER,
    QUARANTINED,
    /** In no subnet of the configuration. */
    OUTSIDE,
    /** The configuration keeps the address for another machine. */
    RESERVED;

    /** As it stands in answers. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Outcome of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
  }
}
