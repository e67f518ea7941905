package org.comosix.appliance.lease;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;

/**
 * How much of each pool is leased, how much was leased once, and what is in quarantine. Counts
 * along with each change, since a pool can have millions of addresses. Single-threaded.
 */
final class PoolUse {

  private final List<Counted> pools = new ArrayList<>();

  /** Nothing is leased yet. */
  PoolUse(List<AddressPool> pools, Reservations reservations) {
    pools.forEach(
        pool -> this.pools.add(new Counted(pool, pool.size() - reservations.reservedIn(pool))));
  }

  private static final class Counted {
    private final AddressPool pool;

    /** Without the addresses that are reserved: those are not given to whoever comes. */
    private final long size;

    private long bound;
    private long onceBound;
    private final Set<Ipv4Address> quarantined = new LinkedHashSet<>();

    Counted(AddressPool pool, long size) {
      this.pool = pool;
      this.size = size;
    }

    long left() {
      return size - bound;
    }

    void count(Lease lease, int change) {
      if (lease.state() == LeaseState.BOUND) {
        bound += change;
      } else {
        onceBound += change;
      }
      if (lease.state() == LeaseState.DECLINED && change > 0) {
        quarantined.add(lease.address());
      } else {
        quarantined.remove(lease.address());
      }
    }
  }

  /** One lease took the place of another. */
  void changed(Optional<Lease> before, Optional<Lease> now) {
    before.ifPresent(lease -> of(lease.address()).ifPresent(found -> found.count(lease, -1)));
    now.ifPresent(lease -> of(lease.address()).ifPresent(found -> found.count(lease, 1)));
  }

  /** Fewer addresses are left than a share of the pool. */
  boolean isShort(Ipv4Address address, int percent) {
    return of(address).filter(found -> 100 * found.left() < percent * found.size).isPresent();
  }

  /**
   * Whether what is left is all kept for known machines.
   *
   * @param toCome known machines that never had a lease; those that had one are counted here
   */
  boolean keepsTheRest(AddressPool pool, int percent, long toCome) {
    Counted found = of(pool);
    long kept = Math.min(share(found.size, percent), found.onceBound + toCome);
    return found.left() > 0 && found.left() <= kept;
  }

  /**
   * The address whose quarantine is the oldest, in this address's pool, where there are too many.
   */
  Optional<Ipv4Address> excessQuarantine(Ipv4Address address, int percent) {
    return of(address)
        .filter(found -> found.quarantined.size() > Math.max(1, share(found.size, percent)))
        .map(found -> found.quarantined.iterator().next());
  }

  private static long share(long size, int percent) {
    return size * percent / 100;
  }

  private Optional<Counted> of(Ipv4Address address) {
    for (Counted counted : pools) {
      if (counted.pool.contains(address)) {
        return Optional.of(counted);
      }
    }
    return Optional.empty();
  }

  private Counted of(AddressPool pool) {
    for (Counted counted : pools) {
      if (counted.pool.equals(pool)) {
        return counted;
      }
    }
    throw new IllegalArgumentException("the book does not know the pool " + pool);
  }
}
