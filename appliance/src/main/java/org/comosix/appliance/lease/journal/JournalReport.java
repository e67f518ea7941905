package org.comosix.appliance.lease.journal;

import java.util.List;

/**
 * What a journal looks like.
 *
 * @param end the length up to the end of the last good batch, bytes; what follows was being written
 *     when the power went
 * @param length of the whole file, bytes
 * @param records those that are good; an address has one for each time it was leased or renewed
 * @param damage in the order of the file, all before {@code end}
 */
public record JournalReport(long end, long length, long records, List<JournalDamage> damage) {

  public JournalReport {
    damage = List.copyOf(damage);
  }
}
