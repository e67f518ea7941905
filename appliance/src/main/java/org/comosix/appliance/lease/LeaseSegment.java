package org.comosix.appliance.lease;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Lease;

/**
 * A part of {@link LeaseSlots}: one array, open addressing with linear probing, at most two thirds
 * full.
 */
final class LeaseSegment {

  private static final int SMALLEST = 16;

  private final LeaseSlots.Key key;
  private volatile AtomicReferenceArray<Lease> slots = new AtomicReferenceArray<>(SMALLEST);
  private int size;

  LeaseSegment(LeaseSlots.Key key) {
    this.key = key;
  }

  /** The first one that a hash leads to and that is looked for. */
  Optional<Lease> find(int hash, Predicate<Lease> wanted) {
    AtomicReferenceArray<Lease> in = slots;
    int mask = in.length() - 1;
    int at = hash & mask;
    for (Lease lease = in.getAcquire(at); lease != null; lease = in.getAcquire(at)) {
      if (wanted.test(lease)) {
        return Optional.of(lease);
      }
      at = (at + 1) & mask;
    }
    return Optional.empty();
  }

  /** Replaces the one that matches and returns it, or adds. */
  Optional<Lease> put(Lease lease) {
    AtomicReferenceArray<Lease> into = slots;
    int at = find(into, lease);
    Optional<Lease> before = Optional.ofNullable(into.getPlain(at));
    into.setRelease(at, lease);
    if (before.isEmpty() && ++size > into.length() / 3 * 2) {
      grow();
    }
    return before;
  }

  /** Takes the one that matches out. */
  void remove(Lease lease) {
    AtomicReferenceArray<Lease> from = slots;
    int mask = from.length() - 1;
    int hole = find(from, lease);
    if (from.getPlain(hole) == null) {
      return;
    }
    size--;
    // Whoever was pushed past the hole moves back into it, so that no probe ends too early.
    for (int at = (hole + 1) & mask; from.getPlain(at) != null; at = (at + 1) & mask) {
      int home = key.hash(from.getPlain(at)) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        from.setPlain(hole, from.getPlain(at));
        hole = at;
      }
    }
    from.setRelease(hole, null);
  }

  int size() {
    return size;
  }

  void forEach(Consumer<Lease> consumer) {
    AtomicReferenceArray<Lease> all = slots;
    for (int at = 0; at < all.length(); at++) {
      Lease lease = all.getAcquire(at);
      if (lease != null) {
        consumer.accept(lease);
      }
    }
  }

  private void grow() {
    AtomicReferenceArray<Lease> larger = new AtomicReferenceArray<>(slots.length() * 2);
    forEach(lease -> larger.setPlain(find(larger, lease), lease));
    slots = larger;
  }

  /** The slot of the one that matches, or the free one where it belongs. */
  private int find(AtomicReferenceArray<Lease> in, Lease lease) {
    int mask = in.length() - 1;
    int at = key.hash(lease) & mask;
    while (in.getPlain(at) != null && !key.matches(in.getPlain(at), lease)) {
      at = (at + 1) & mask;
    }
    return at;
  }
}
