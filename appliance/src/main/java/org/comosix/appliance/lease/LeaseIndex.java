package org.comosix.appliance.lease;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.MacAddress;

/**
 * The durable leases, for everyone but the book itself. Readers on any thread never wait.
 *
 * <p>Concurrent maps instead of a copied snapshot: copying tens of thousands of leases for every
 * batch would cost more than the batch. Each answer is of a committed state.
 */
public final class LeaseIndex implements LeaseLookup, LeaseFeed {

  private final InstantSource clock;
  private final Map<Ipv4Address, Lease> byAddress = new ConcurrentHashMap<>();
  private final Map<MacAddress, Lease> byMac = new ConcurrentHashMap<>();
  private final List<Listener> listeners = new ArrayList<>();

  public LeaseIndex(InstantSource clock) {
    this.clock = clock;
  }

  /** Takes in what was found on disk; before the first {@link #publish}. */
  synchronized void load(Iterable<Lease> leases) {
    leases.forEach(this::put);
    List<Lease> all = all();
    listeners.forEach(listener -> listener.snapshot(all));
  }

  /** Takes in one committed batch. Lease thread. */
  synchronized void publish(List<LeaseEvent> events) {
    events.forEach(event -> put(event.lease()));
    listeners.forEach(listener -> listener.changed(events));
  }

  private void put(Lease lease) {
    byAddress.put(lease.address(), lease);
    // A machine may hold leases in several subnets: the newest active one answers for it.
    byMac.merge(
        lease.mac(),
        lease,
        (old, now) ->
            old.address().equals(now.address()) || !old.isActiveAt(now.start())
                ? now
                : newer(old, now));
  }

  private static Lease newer(Lease old, Lease now) {
    return now.isActiveAt(now.start()) && !now.start().isBefore(old.start()) ? now : old;
  }

  @Override
  public synchronized void subscribe(Listener listener) {
    listener.snapshot(all());
    listeners.add(listener);
  }

  @Override
  public Optional<Lease> activeByAddress(Ipv4Address address) {
    return Optional.ofNullable(byAddress.get(address)).filter(this::isActive);
  }

  @Override
  public Optional<Lease> activeByMac(MacAddress mac) {
    return Optional.ofNullable(byMac.get(mac)).filter(this::isActive);
  }

  @Override
  public List<Lease> all() {
    return List.copyOf(byAddress.values());
  }

  private boolean isActive(Lease lease) {
    return lease.isActiveAt(clock.instant());
  }
}
