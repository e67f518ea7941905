package org.comosix.appliance.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.comosix.appliance.domain.Lease;

/**
 * A hash table of leases, which holds nothing but them: it costs 17 to 35 bytes for each where a
 * {@code HashMap} with its keys takes 80 and more. It is cut into segments that grow one by one: a
 * hundred thousand leases moved at once would keep every client waiting.
 *
 * <p>One thread changes it. Others may read meanwhile as long as nothing is {@link #remove}d: a
 * lease that is there is always found, in its old or its new form.
 */
final class LeaseSlots {

  private static final int SEGMENT_BITS = 6;

  /** What the table is looked up by. */
  interface Key {
    /** Well spread in all bits, and not to be foreseen by who chooses the leases. */
    int hash(Lease lease);

    /** Whether one takes the place of the other. */
    boolean matches(Lease one, Lease other);
  }

  private final Key key;
  private final List<LeaseSegment> segments;

  LeaseSlots(Key key) {
    this.key = key;
    this.segments = Stream.generate(() -> new LeaseSegment(key)).limit(1L << SEGMENT_BITS).toList();
  }

  /** The first one that a hash leads to and that is looked for. */
  Optional<Lease> find(int hash, Predicate<Lease> wanted) {
    return segment(hash).find(hash, wanted);
  }

  /** Replaces the one that matches and returns it, or adds. */
  Optional<Lease> put(Lease lease) {
    int hash = key.hash(lease);
    return segment(hash).put(hash, lease);
  }

  /** Takes the one that matches out. */
  void remove(Lease lease) {
    int hash = key.hash(lease);
    segment(hash).remove(hash, lease);
  }

  int size() {
    return segments.stream().mapToInt(LeaseSegment::size).sum();
  }

  /** All, in no order. */
  List<Lease> copy() {
    List<Lease> all = new ArrayList<>(size());
    segments.forEach(segment -> segment.forEach(all::add));
    return all;
  }

  /** By the upper bits; within the segment the lower ones count. */
  private LeaseSegment segment(int hash) {
    return segments.get(hash >>> (Integer.SIZE - SEGMENT_BITS));
  }
}
