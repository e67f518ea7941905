package org.comosix.appliance.lease;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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
  private final FreeTimes times;
  private final AddressTimes waiting;
  private int range;
  private long next;

  /** What the allocator needs to know of an address. */
  interface FreeTimes {
    /**
     * The second since 1970 from which the address is free, 0 when it never was bound, and nothing
     * while it is offered. {@link #changed} is told when the answer becomes another.
     */
    OptionalLong freeFrom(Ipv4Address address);
  }

  AddressAllocator(AddressPool pool, FreeTimes times) {
    this.pool = pool;
    this.times = times;
    this.waiting = new AddressTimes(this::counts);
    this.next = pool.ranges().isEmpty() ? 0 : pool.ranges().get(0).first().unsigned();
  }

  AddressPool pool() {
    return pool;
  }

  /** The address is free from another time on than before, or was offered and no longer is. */
  void changed(Ipv4Address address) {
    if (pool.contains(address)) {
      times.freeFrom(address).ifPresent(second -> waiting.add(second, address));
    }
  }

  /**
   * The best address that is free now.
   *
   * @param now seconds since 1970
   * @param usable false for addresses that are reserved; such a one is not asked for again
   */
  Optional<Ipv4Address> longestFree(long now, Predicate<Ipv4Address> usable) {
    Optional<Ipv4Address> unused = firstFree(NEVER_BOUND, usable);
    if (unused.isPresent()) {
      return unused;
    }
    unused = pullUntouched(usable);
    unused.ifPresent(address -> waiting.add(NEVER_BOUND, address));
    return unused.isPresent() ? unused : firstFree(now, usable);
  }

  /** What {@link #longestFree} would choose next if each choice were taken; nothing is taken. */
  List<Ipv4Address> upcoming(int most, long now, Predicate<Ipv4Address> usable) {
    List<Ipv4Address> chosen = new ArrayList<>(most);
    take(chosen, most, NEVER_BOUND, usable);
    while (chosen.size() < most) {
      Optional<Ipv4Address> untouched = pullUntouched(usable);
      if (untouched.isEmpty()) {
        take(chosen, most, now, usable);
        break;
      }
      chosen.add(untouched.get());
    }
    chosen.forEach(this::changed);
    return chosen;
  }

  private void take(
      List<Ipv4Address> chosen, int most, long latest, Predicate<Ipv4Address> usable) {
    while (chosen.size() < most) {
      Optional<Ipv4Address> first = firstFree(latest, usable);
      if (first.isEmpty()) {
        return;
      }
      waiting.removeFirst();
      chosen.add(first.get());
    }
  }

  private Optional<Ipv4Address> firstFree(long latest, Predicate<Ipv4Address> usable) {
    while (waiting.hasFirst() && AddressTimes.second(waiting.first()) <= latest) {
      Ipv4Address address = AddressTimes.address(waiting.first());
      if (usable.test(address)) {
        return Optional.of(address);
      }
      waiting.removeFirst();
    }
    return Optional.empty();
  }

  private Optional<Ipv4Address> pullUntouched(Predicate<Ipv4Address> usable) {
    while (range < pool.ranges().size()) {
      AddressRange current = pool.ranges().get(range);
      while (next <= current.last().unsigned()) {
        Ipv4Address address = new Ipv4Address((int) next++);
        if (isUntouched(address) && usable.test(address)) {
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

  private boolean isUntouched(Ipv4Address address) {
    return pool.contains(address) && times.freeFrom(address).equals(OptionalLong.of(NEVER_BOUND));
  }

  private boolean counts(long entry) {
    Ipv4Address address = AddressTimes.address(entry);
    OptionalLong free = times.freeFrom(address);
    return free.isPresent() && AddressTimes.entry(free.getAsLong(), address) == entry;
  }
}
