package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/** The last lease of each address, found by address, client and name. Single-threaded. */
final class LeaseTable {

  private final LeaseKeys keys;
  private final LeaseSlots byAddress;
  private final LeaseSlots byClient;

  /** The last bound lease with each name; its client is right even after the lease has changed. */
  private final LeaseSlots byName;

  LeaseTable(LeaseKeys keys) {
    this.keys = keys;
    this.byAddress = new LeaseSlots(keys.byAddress());
    this.byClient = new LeaseSlots(keys.byClient());
    this.byName = new LeaseSlots(keys.byName());
  }

  Optional<Lease> at(Ipv4Address address) {
    return byAddress.find(keys.hash(address), lease -> lease.isAt(address));
  }

  /** One lease for each subnet the client was seen in. */
  List<Lease> of(ClientId client) {
    List<Lease> leases = new ArrayList<>(0);
    byClient.find(
        keys.hash(client),
        lease -> {
          if (lease.isOf(client)) {
            leases.add(lease);
          }
          return false;
        });
    return leases;
  }

  /** The first of them that is looked for. */
  Optional<Lease> first(ClientId client, Predicate<Lease> wanted) {
    return byClient.find(keys.hash(client), lease -> lease.isOf(client) && wanted.test(lease));
  }

  /** Whoever used this name last as this kind of machine; it may have lost it since. */
  Optional<ClientId> lastNamed(NodeName name, MachineRole role) {
    return byName
        .find(keys.hash(name), lease -> lease.isNamed(name) && lease.role() == role)
        .map(Lease::client);
  }

  /** In no order; a copy. */
  Collection<Lease> all() {
    return byAddress.copy();
  }

  int size() {
    return byAddress.size();
  }

  /** Replaces what was known of this address, and returns it. */
  Optional<Lease> put(Lease lease) {
    Optional<Lease> before = byAddress.put(lease);
    before.filter(old -> !old.isOf(lease.client())).ifPresent(byClient::remove);
    byClient.put(lease);
    before.filter(old -> !isNamedAlike(old, lease)).ifPresent(this::forgetName);
    if (lease.state() == LeaseState.BOUND && lease.name().isPresent()) {
      // Not for a lease that is over: another machine may have taken its name meanwhile.
      byName.put(lease);
    }
    return before;
  }

  /** Found by address only, until {@link #link}. */
  void replay(Lease lease) {
    byAddress.put(lease);
  }

  /** After the last {@link #replay}. A name is the active lease's, not the one read last. */
  void link(Instant now) {
    Collection<Lease> all = all();
    all.forEach(byClient::put);
    for (boolean active : new boolean[] {false, true}) {
      all.stream()
          .filter(lease -> lease.state() == LeaseState.BOUND && lease.name().isPresent())
          .filter(lease -> lease.isActiveAt(now) == active)
          .forEach(byName::put);
    }
  }

  void remove(Ipv4Address address) {
    at(address)
        .ifPresent(
            lease -> {
              byAddress.remove(lease);
              byClient.remove(lease);
              forgetName(lease);
            });
  }

  private void forgetName(Lease lease) {
    lease
        .name()
        .flatMap(name -> lastNamed(name, lease.role()))
        .filter(lease::isOf)
        .ifPresent(client -> byName.remove(lease));
  }

  private static boolean isNamedAlike(Lease one, Lease other) {
    return one.name().equals(other.name()) && one.role() == other.role();
  }
}
