package org.comosix.appliance.lease;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Chooses the address of one pool that has been free for longest, so that a machine that was away
 * finds its old one still there.
 *
 * <p>Addresses that were never bound come first, in order; a cursor walks over them, so that a pool
 * of millions costs nothing until it is used. Single-threaded.
 */
final class AddressAllocator {

  private static final long NEVER_BOUND = 0;

  private final AddressPool pool;

  /** Second from which it is free, above the address: the longest-free is the first. */
  private final NavigableSet<Long> byFreeTime = new TreeSet<>();

  private final Map<Ipv4Address, Long> freeFrom = new HashMap<>();
  private int range;
  private long next;

  AddressAllocator(AddressPool pool) {
    this.pool = pool;
    this.next = pool.ranges().isEmpty() ? 0 : pool.ranges().get(0).first().unsigned();
  }

  AddressPool pool() {
    return pool;
  }

  /** The address is free from this second on, where 0 means that it never was bound. */
  void freeFrom(Ipv4Address address, long second) {
    if (!pool.contains(address)) {
      return;
    }
    Long before = freeFrom.put(address, second);
    if (before != null) {
      byFreeTime.remove(key(before, address));
    }
    byFreeTime.add(key(second, address));
  }

  /** Takes an offered address out of the choice, so that a flood of offers is not searched. */
  void hold(Ipv4Address address) {
    Long since = freeFrom.get(address);
    if (since != null) {
      byFreeTime.remove(key(since, address));
    }
  }

  /** The offer is over: the address is as free as it was before. */
  void unhold(Ipv4Address address) {
    Long since = freeFrom.get(address);
    if (since != null) {
      byFreeTime.add(key(since, address));
    }
  }

  /**
   * The best address that is free now.
   *
   * @param now seconds since 1970
   * @param usable false for addresses that are reserved
   */
  Optional<Ipv4Address> longestFree(long now, Predicate<Ipv4Address> usable) {
    Optional<Ipv4Address> unused = firstFree(NEVER_BOUND, usable);
    if (unused.isPresent()) {
      return unused;
    }
    unused = nextUntouched(usable);
    return unused.isPresent() ? unused : firstFree(now, usable);
  }

  /** What {@link #longestFree} would choose next if each choice were taken; nothing is taken. */
  List<Ipv4Address> upcoming(int most, long now, Predicate<Ipv4Address> usable) {
    List<Ipv4Address> chosen = new ArrayList<>(most);
    collect(chosen, most, NEVER_BOUND, usable);
    while (chosen.size() < most) {
      Optional<Ipv4Address> untouched = nextUntouched(usable);
      if (untouched.isEmpty()) {
        chosen.clear();
        collect(chosen, most, now, usable);
        break;
      }
      chosen.add(untouched.get());
    }
    return chosen;
  }

  private void collect(
      List<Ipv4Address> chosen, int most, long latest, Predicate<Ipv4Address> usable) {
    for (long key : byFreeTime) {
      if (key >>> 32 > latest || chosen.size() >= most) {
        return;
      }
      Ipv4Address address = new Ipv4Address((int) key);
      if (usable.test(address)) {
        chosen.add(address);
      }
    }
  }

  private Optional<Ipv4Address> firstFree(long latest, Predicate<Ipv4Address> usable) {
    for (long key : byFreeTime) {
      if (key >>> 32 > latest) {
        return Optional.empty();
      }
      Ipv4Address address = new Ipv4Address((int) key);
      if (usable.test(address)) {
        return Optional.of(address);
      }
    }
    return Optional.empty();
  }

  private Optional<Ipv4Address> nextUntouched(Predicate<Ipv4Address> usable) {
    while (range < pool.ranges().size()) {
      AddressRange current = pool.ranges().get(range);
      while (next <= current.last().unsigned()) {
        Ipv4Address address = new Ipv4Address((int) next++);
        if (!freeFrom.containsKey(address) && pool.contains(address) && usable.test(address)) {
          freeFrom(address, NEVER_BOUND);
          return Optional.of(address);
        }
      }
      range++;
      if (range < pool.ranges().size()) {
        next = pool.ranges().get(range).first().unsigned();
      }
    }
    return Optional.empty();
  }

  private static long key(long second, Ipv4Address address) {
    return second << 32 | address.unsigned();
  }
}
