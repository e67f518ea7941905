package org.comosix.appliance.lease;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Ipv4Address;

/** The choice of addresses in all pools. Single-threaded. */
final class FreeAddresses {

  private final List<AddressAllocator> allocators;

  FreeAddresses(List<AddressPool> pools, AddressAllocator.FreeTimes times) {
    this.allocators = pools.stream().map(pool -> new AddressAllocator(pool, times)).toList();
  }

  /** The time from which the address is free changed, or its offer is over. */
  void changed(Ipv4Address address) {
    for (AddressAllocator allocator : allocators) {
      allocator.changed(address);
    }
  }

  /**
   * The address that has been free for longest in the first of these pools that has any.
   *
   * @param now seconds since 1970
   */
  Optional<Ipv4Address> longestFree(
      List<AddressPool> pools, long now, Predicate<Ipv4Address> usable) {
    for (AddressPool pool : pools) {
      Optional<Ipv4Address> found = allocatorOf(pool).longestFree(now, usable);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** What this pool would give next if each were taken; nothing is taken. */
  List<Ipv4Address> upcoming(AddressPool pool, int most, long now, Predicate<Ipv4Address> usable) {
    return allocatorOf(pool).upcoming(most, now, usable);
  }

  List<AddressPool> pools() {
    return allocators.stream().map(AddressAllocator::pool).toList();
  }

  private AddressAllocator allocatorOf(AddressPool pool) {
    for (AddressAllocator allocator : allocators) {
      if (allocator.pool().equals(pool)) {
        return allocator;
      }
    }
    throw new IllegalArgumentException("the book does not know the pool " + pool);
  }
}
