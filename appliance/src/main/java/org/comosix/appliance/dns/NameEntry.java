package org.comosix.appliance.dns;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.codec.Rrset;

/**
 * What exists at a name. Immutable. Without records it is an empty non-terminal: something exists
 * below (RFC 8020, section 2).
 */
record NameEntry(Zone zone, boolean apex, List<Rrset> rrsets) {

  NameEntry {
    rrsets = List.copyOf(rrsets);
  }

  Optional<Rrset> ofType(int type) {
    for (Rrset rrset : rrsets) {
      if (rrset.type() == type) {
        return Optional.of(rrset);
      }
    }
    return Optional.empty();
  }
}
