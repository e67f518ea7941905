package org.comosix.appliance.lease;

import java.util.Arrays;
import java.util.function.LongPredicate;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Addresses, each with a second, the earliest first: a binary heap of plain longs. Where an entry
 * lies in it is not known, so none is changed. Instead it counts only as long as its second is
 * still the right one for its address; those that do not are dropped when they come up, and a hand
 * that goes round with each addition drops the others, so that at most half of the heap is in vain
 * and no addition takes long.
 */
final class AddressTimes {

  /** Later ones are taken for this one, in the year 2106. */
  static final long LAST_SECOND = 0xffff_ffffL;

  private static final int SMALLEST = 64;

  /** Entries looked at with each addition; from 2 on the heap is bounded. */
  private static final int SWEEP = 2;

  private final LongPredicate counts;

  private long[] heap = new long[SMALLEST];
  private int size;
  private int hand;

  /**
   * None yet.
   *
   * @param counts whether an entry still counts; see {@link #second} and {@link #address}
   */
  AddressTimes(LongPredicate counts) {
    this.counts = counts;
  }

  void add(long second, Ipv4Address address) {
    for (int i = 0; i < SWEEP && size > 0; i++) {
      sweep();
    }
    if (size == heap.length) {
      heap = Arrays.copyOf(heap, size + size / 2);
    }
    heap[size++] = entry(second, address);
    up(size - 1);
  }

  /** Whether there is a {@link #first}. */
  boolean hasFirst() {
    while (size > 0 && !counts.test(heap[0])) {
      removeFirst();
    }
    return size > 0;
  }

  long first() {
    return heap[0];
  }

  void removeFirst() {
    remove(0);
  }

  static long entry(long second, Ipv4Address address) {
    return Math.min(second, LAST_SECOND) << 32 | address.unsigned();
  }

  static long second(long entry) {
    return entry >>> 32;
  }

  static Ipv4Address address(long entry) {
    return new Ipv4Address((int) entry);
  }

  private void sweep() {
    if (hand >= size) {
      hand = 0;
    }
    if (counts.test(heap[hand])) {
      hand++;
    } else {
      remove(hand);
    }
  }

  private void remove(int at) {
    heap[at] = heap[--size];
    if (at < size) {
      down(at);
      up(at);
    }
  }

  private void up(int from) {
    int at = from;
    long entry = heap[at];
    while (at > 0 && Long.compareUnsigned(entry, heap[(at - 1) / 2]) < 0) {
      heap[at] = heap[(at - 1) / 2];
      at = (at - 1) / 2;
    }
    heap[at] = entry;
  }

  private void down(int from) {
    int at = from;
    long entry = heap[at];
    while (2 * at + 1 < size) {
      int child = 2 * at + 1;
      if (child + 1 < size && Long.compareUnsigned(heap[child + 1], heap[child]) < 0) {
        child++;
      }
      if (Long.compareUnsigned(entry, heap[child]) <= 0) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = entry;
  }
}
