package org.comosix.appliance.dns;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * One machine as far as names go. Immutable.
 *
 * @param wanted its own name
 * @param fallback the name that no other machine can take from it
 * @param configured it is a known machine
 * @param role what it is at this moment
 * @param since the order in which machines began to want their names
 * @param reserved where a known node is found while it has no lease
 * @param leases its active leases
 */
record Machine(
    MacAddress mac,
    NodeName wanted,
    NodeName fallback,
    boolean configured,
    MachineRole role,
    long since,
    Optional<Ipv4Address> reserved,
    Map<Ipv4Address, Lease> leases) {

  private static final Comparator<Lease> BY_LAST_BOUND =
      Comparator.comparing(Lease::start)
          .thenComparing(Lease::lastMessage)
          .thenComparing(Lease::address);

  Machine {
    leases = Map.copyOf(leases);
  }

  ServedName wantedName() {
    return new ServedName(wanted, role);
  }

  ServedName fallbackName() {
    return new ServedName(fallback, role);
  }

  Machine inRole(MachineRole now) {
    return new Machine(mac, wanted, fallback, configured, now, since, reserved, leases);
  }

  /** The lease last bound or renewed: a machine that moved to another subnet is there. */
  Optional<Lease> newestLease() {
    return leases.values().stream().max(BY_LAST_BOUND);
  }

  /** Where its name leads. */
  Optional<Ipv4Address> address() {
    return newestLease().map(Lease::address).or(() -> reserved);
  }

  /** Every address that leads back to its name. */
  Set<Ipv4Address> addresses() {
    Set<Ipv4Address> all = new TreeSet<>(leases.keySet());
    address().ifPresent(all::add);
    return all;
  }

  Machine withLease(Lease lease) {
    Map<Ipv4Address, Lease> more = new LinkedHashMap<>(leases);
    more.put(lease.address(), lease);
    return with(more);
  }

  Machine withoutLease(Ipv4Address address) {
    Map<Ipv4Address, Lease> fewer = new LinkedHashMap<>(leases);
    fewer.remove(address);
    return with(fewer);
  }

  private Machine with(Map<Ipv4Address, Lease> otherLeases) {
    return new Machine(mac, wanted, fallback, configured, role, since, reserved, otherLeases);
  }

  Machine withReserved(Optional<Ipv4Address> address) {
    return new Machine(mac, wanted, fallback, configured, role, since, address, leases);
  }

  Machine wanting(NodeName name, long order) {
    return new Machine(mac, name, fallback, configured, role, order, reserved, leases);
  }
}
