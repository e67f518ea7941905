package org.comosix.appliance.lease;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.domain.MacAddress;

/**
 * The durable leases, for everyone but the book itself. Readers on any thread never wait.
 *
 * <p>Tables that change under their readers instead of a copied snapshot: copying tens of thousands
 * of leases for every batch would cost more than the batch. Each answer is of a committed state.
 */
public final class LeaseIndex implements LeaseLookup, LeaseFeed {

  private final InstantSource clock;
  private final LeaseKeys keys;
  private final LeaseSlots byAddress;
  private final LeaseSlots byMac;
  private final List<Listener> listeners = new ArrayList<>();

  public LeaseIndex(InstantSource clock) {
    this.clock = clock;
    this.keys = LeaseKeys.at(clock);
    this.byAddress = new LeaseSlots(keys.byAddress());
    this.byMac = new LeaseSlots(keys.byMac());
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
    byAddress.put(lease);
    // A machine may hold leases in several subnets: the newest active one answers for it.
    if (find(lease.mac()).filter(old -> !isOutdatedBy(lease, old)).isEmpty()) {
      byMac.put(lease);
    }
  }

  private static boolean isOutdatedBy(Lease now, Lease old) {
    return old.address().equals(now.address())
        || !old.isActiveAt(now.start())
        || (now.isActiveAt(now.start()) && !now.start().isBefore(old.start()));
  }

  @Override
  public synchronized void subscribe(Listener listener) {
    listener.snapshot(all());
    listeners.add(listener);
  }

  @Override
  public Optional<Lease> activeByAddress(Ipv4Address address) {
    return byAddress.find(keys.hash(address), lease -> lease.isAt(address)).filter(this::isActive);
  }

  @Override
  public Optional<Lease> activeByMac(MacAddress mac) {
    return find(mac).filter(this::isActive);
  }

  private Optional<Lease> find(MacAddress mac) {
    return byMac.find(keys.hash(mac), lease -> lease.isOf(mac));
  }

  @Override
  public List<Lease> all() {
    return byAddress.copy();
  }

  private boolean isActive(Lease lease) {
    return lease.isActiveAt(clock.instant());
  }
}
