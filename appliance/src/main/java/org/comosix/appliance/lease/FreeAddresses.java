package org.comosix.appliance.lease;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;

/** The choice of addresses in all pools. Single-threaded. */
final class FreeAddresses {

  private final List<AddressAllocator> allocators;

  FreeAddresses(List<AddressPool> pools) {
    this.allocators = pools.stream().map(AddressAllocator::new).toList();
  }

  /** The address is this lease's until its end. */
  void leased(Lease lease) {
    allocator(lease.address())
        .ifPresent(found -> found.freeFrom(lease.address(), lease.end().getEpochSecond()));
  }

  /** As if nobody had ever had it. */
  void neverLeased(Ipv4Address address) {
    allocator(address).ifPresent(found -> found.freeFrom(address, 0));
  }

  void hold(Ipv4Address address) {
    allocator(address).ifPresent(allocator -> allocator.hold(address));
  }

  void unhold(Ipv4Address address) {
    allocator(address).ifPresent(allocator -> allocator.unhold(address));
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

  /** The one whose pool the address is of; none for a reserved address outside the pools. */
  private Optional<AddressAllocator> allocator(Ipv4Address address) {
    for (AddressAllocator allocator : allocators) {
      if (allocator.pool().contains(address)) {
        return Optional.of(allocator);
      }
    }
    return Optional.empty();
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
