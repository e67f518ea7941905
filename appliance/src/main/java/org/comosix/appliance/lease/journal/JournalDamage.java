package org.comosix.appliance.lease.journal;

/**
 * A part of a journal that cannot be read, with good records behind it.
 *
 * @param from its first byte
 * @param to the first good byte behind it
 */
public record JournalDamage(long from, long to) {

  /** More records than these are not lost; how many they were cannot be known. */
  public long mostRecords() {
    return Math.max(1, (to - from) / LeaseRecord.MIN_LENGTH);
  }

  @Override
  public String toString() {
    String records = mostRecords() == 1 ? "record" : "records";
    return "bytes %d to %d (at most %d %s)".formatted(from, to - 1, mostRecords(), records);
  }
}
