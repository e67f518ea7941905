package org.comosix.appliance.domain;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/**
 * A number for each of many addresses, in 18 to 36 bytes where a hash map takes 80. Open addressing
 * with linear probing, at most two thirds full. Not for several threads.
 *
 * <p>The hash is no secret: only for addresses that we give, not for such as somebody may choose.
 */
public final class AddressTable {

  private static final int SMALLEST = 16;

  /** Fibonacci hashing: neighbours, as in a pool, are far from each other. */
  private static final int SPREAD = 0x9e37_79b9;

  private static final long FREE = -1;

  private int[] addresses = new int[SMALLEST];
  private long[] numbers = new long[SMALLEST];
  private int size;

  public AddressTable() {
    Arrays.fill(numbers, FREE);
  }

  /**
   * Replaces what the address had.
   *
   * @param number not negative
   */
  public void put(Ipv4Address address, long number) {
    int at = find(address.bits());
    if (numbers[at] == FREE) {
      addresses[at] = address.bits();
      size++;
    }
    numbers[at] = number;
    if (size > numbers.length / 3 * 2) {
      grow();
    }
  }

  public OptionalLong get(Ipv4Address address) {
    long number = numbers[find(address.bits())];
    return number == FREE ? OptionalLong.empty() : OptionalLong.of(number);
  }

  /** Takes the address out, if it is there. */
  public void remove(Ipv4Address address) {
    int hole = find(address.bits());
    if (numbers[hole] == FREE) {
      return;
    }
    size--;
    // Whoever was pushed past the hole moves back into it, so that no probe ends too early.
    int mask = numbers.length - 1;
    for (int at = (hole + 1) & mask; numbers[at] != FREE; at = (at + 1) & mask) {
      if (((at - home(addresses[at])) & mask) >= ((at - hole) & mask)) {
        addresses[hole] = addresses[at];
        numbers[hole] = numbers[at];
        hole = at;
      }
    }
    numbers[hole] = FREE;
  }

  /** The numbers of all addresses, in no order. */
  public LongStream numbers() {
    return Arrays.stream(numbers).filter(number -> number != FREE);
  }

  private int find(int address) {
    int at = home(address);
    while (numbers[at] != FREE && addresses[at] != address) {
      at = (at + 1) & (numbers.length - 1);
    }
    return at;
  }

  private int home(int address) {
    return (address * SPREAD) >>> (Integer.numberOfLeadingZeros(numbers.length) + 1);
  }

  private void grow() {
    int[] oldAddresses = addresses;
    long[] oldNumbers = numbers;
    addresses = new int[oldAddresses.length * 2];
    numbers = new long[oldNumbers.length * 2];
    Arrays.fill(numbers, FREE);
    for (int i = 0; i < oldNumbers.length; i++) {
      if (oldNumbers[i] != FREE) {
        int at = find(oldAddresses[i]);
        addresses[at] = oldAddresses[i];
        numbers[at] = oldNumbers[i];
      }
    }
  }
}
