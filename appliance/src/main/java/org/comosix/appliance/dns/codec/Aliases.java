package org.comosix.appliance.dns.codec;

import java.util.List;

/**
 * Aliases of ours that lead from the name of a question to one that is not ours.
 *
 * @param records the CNAME records on the way, the last one's data are {@code target}; at least one
 */
public record Aliases(List<Rrset> records, DomainName target) {

  public Aliases {
    records = List.copyOf(records);
    if (records.isEmpty()) {
      throw new IllegalArgumentException("no alias leads to " + target);
    }
  }
}
