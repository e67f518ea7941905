package org.comosix.appliance.lease;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Lease;

/**
 * A part of {@link LeaseSlots}: the leases in a dense list, and a table of numbers that says where
 * in it each of them is. Open addressing with linear probing, at most two thirds full.
 *
 * <p>The table has no references, so that the collector need not look at it, and each number has
 * the hash beside it, so that only a lease which is likely the right one is looked at: both cost
 * more than all the rest when there are hundreds of thousands, spread over the memory.
 */
final class LeaseSegment {

  private static final int SMALLEST = 16;
  private static final long FREE = 0;

  private final LeaseSlots.Key key;

  /** The hash in the upper half, the place in {@link #leases} plus one in the lower. */
  private volatile AtomicLongArray slots = new AtomicLongArray(SMALLEST);

  private volatile AtomicReferenceArray<Lease> leases = new AtomicReferenceArray<>(SMALLEST);
  private int size;

  LeaseSegment(LeaseSlots.Key key) {
    this.key = key;
  }

  /** The first one that a hash leads to and that is looked for. */
  Optional<Lease> find(int hash, Predicate<Lease> wanted) {
    AtomicLongArray in = slots;
    int mask = in.length() - 1;
    int at = hash & mask;
    for (long slot = in.getAcquire(at); slot != FREE; slot = in.getAcquire(at)) {
      if (hash(slot) == hash) {
        Lease lease = leases.getAcquire(place(slot));
        if (wanted.test(lease)) {
          return Optional.of(lease);
        }
      }
      at = (at + 1) & mask;
    }
    return Optional.empty();
  }

  /** Replaces the one that matches and returns it, or adds. */
  Optional<Lease> put(int hash, Lease lease) {
    int at = find(hash, lease);
    long slot = slots.getPlain(at);
    if (slot != FREE) {
      return Optional.of(leases.getAndSet(place(slot), lease));
    }
    add(lease);
    slots.setRelease(at, slot(hash, size - 1));
    if (size > slots.length() / 3 * 2) {
      grow();
    }
    return Optional.empty();
  }

  private void add(Lease lease) {
    if (size == leases.length()) {
      AtomicReferenceArray<Lease> longer = new AtomicReferenceArray<>(size + size / 2);
      for (int i = 0; i < size; i++) {
        longer.setPlain(i, leases.getPlain(i));
      }
      leases = longer;
    }
    leases.setRelease(size++, lease);
  }

  private void grow() {
    AtomicLongArray larger = new AtomicLongArray(slots.length() * 2);
    int mask = larger.length() - 1;
    for (int i = 0; i < slots.length(); i++) {
      long slot = slots.getPlain(i);
      if (slot != FREE) {
        int at = hash(slot) & mask;
        while (larger.getPlain(at) != FREE) {
          at = (at + 1) & mask;
        }
        larger.setPlain(at, slot);
      }
    }
    slots = larger;
  }

  /** Takes the one that matches out. */
  void remove(int hash, Lease lease) {
    int at = find(hash, lease);
    long slot = slots.getPlain(at);
    if (slot == FREE) {
      return;
    }
    moveLastTo(place(slot));
    free(at);
  }

  /** So that the list stays dense. */
  private void moveLastTo(int hole) {
    Lease last = leases.getPlain(--size);
    leases.setPlain(size, null);
    if (hole == size) {
      return;
    }
    int hash = key.hash(last);
    int mask = slots.length() - 1;
    int at = hash & mask;
    while (slots.getPlain(at) != slot(hash, size)) {
      at = (at + 1) & mask;
    }
    leases.setPlain(hole, last);
    slots.setPlain(at, slot(hash, hole));
  }

  /** Whoever was pushed past the hole moves back into it, so that no probe ends too early. */
  private void free(int freed) {
    AtomicLongArray in = slots;
    int mask = in.length() - 1;
    int hole = freed;
    for (int at = (hole + 1) & mask; in.getPlain(at) != FREE; at = (at + 1) & mask) {
      int home = hash(in.getPlain(at)) & mask;
      if (((at - home) & mask) >= ((at - hole) & mask)) {
        in.setPlain(hole, in.getPlain(at));
        hole = at;
      }
    }
    in.setRelease(hole, FREE);
  }

  int size() {
    return size;
  }

  void forEach(Consumer<Lease> consumer) {
    AtomicReferenceArray<Lease> all = leases;
    for (int i = 0; i < all.length(); i++) {
      Lease lease = all.getAcquire(i);
      if (lease == null) {
        return;
      }
      consumer.accept(lease);
    }
  }

  /** The slot of the one that matches, or the free one where it belongs. */
  private int find(int hash, Lease lease) {
    AtomicLongArray in = slots;
    int mask = in.length() - 1;
    int at = hash & mask;
    for (long slot = in.getPlain(at); slot != FREE; slot = in.getPlain(at)) {
      if (hash(slot) == hash && key.matches(leases.getPlain(place(slot)), lease)) {
        return at;
      }
      at = (at + 1) & mask;
    }
    return at;
  }

  private static long slot(int hash, int place) {
    return (long) hash << Integer.SIZE | (place + 1);
  }

  private static int hash(long slot) {
    return (int) (slot >>> Integer.SIZE);
  }

  private static int place(long slot) {
    return (int) slot - 1;
  }
}
