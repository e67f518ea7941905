package org.comosix.appliance.lease;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.NodeName;

/** The last lease of each address, found by address, client and name. Single-threaded. */
final class LeaseTable {

  private final Map<Ipv4Address, Lease> byAddress = new HashMap<>();
  private final Map<ClientId, List<Ipv4Address>> byClient = new HashMap<>();
  private final Map<NodeName, ClientId> byName = new HashMap<>();

  Optional<Lease> at(Ipv4Address address) {
    return Optional.ofNullable(byAddress.get(address));
  }

  /** One lease for each subnet the client was seen in. */
  List<Lease> of(ClientId client) {
    List<Ipv4Address> addresses = byClient.getOrDefault(client, List.of());
    List<Lease> leases = new ArrayList<>(addresses.size());
    addresses.forEach(address -> at(address).ifPresent(leases::add));
    return leases;
  }

  /** Whoever used this name last; it may have lost it since. */
  Optional<ClientId> lastNamed(NodeName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** Not to be kept: changes with the table. */
  Collection<Lease> all() {
    return byAddress.values();
  }

  /** Replaces what was known of this address, and returns it. */
  Optional<Lease> put(Lease lease) {
    Optional<Lease> before = Optional.ofNullable(byAddress.put(lease.address(), lease));
    boolean sameClient = before.filter(old -> old.client().equals(lease.client())).isPresent();
    if (!sameClient) {
      before.ifPresent(old -> unlink(old.client(), old.address()));
      link(lease.client(), lease.address());
    }
    if (lease.state() == LeaseState.BOUND) {
      // Not for a lease that is over: another machine may have taken its name meanwhile.
      lease.name().ifPresent(name -> byName.put(name, lease.client()));
    }
    before
        .flatMap(Lease::name)
        .filter(name -> !lease.name().equals(Optional.of(name)))
        .ifPresent(name -> byName.remove(name, before.get().client()));
    return before;
  }

  void remove(Ipv4Address address) {
    Lease lease = byAddress.remove(address);
    if (lease != null) {
      unlink(lease.client(), address);
      lease.name().ifPresent(name -> byName.remove(name, lease.client()));
    }
  }

  private void link(ClientId client, Ipv4Address address) {
    byClient.merge(
        client,
        List.of(address),
        (old, added) -> {
          List<Ipv4Address> joined = new ArrayList<>(old);
          joined.addAll(added);
          return List.copyOf(joined);
        });
  }

  private void unlink(ClientId client, Ipv4Address address) {
    byClient.computeIfPresent(
        client,
        (key, addresses) -> {
          List<Ipv4Address> left =
              addresses.stream().filter(Predicate.not(address::equals)).toList();
          return left.isEmpty() ? null : left;
        });
  }
}
