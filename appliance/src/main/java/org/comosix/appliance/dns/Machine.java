package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * One machine as far as names go. Immutable.
 *
 * @param wanted its own name
 * @param configured it is a known machine
 * @param role what it is at this moment
 * @param since the order in which machines began to want their names
 * @param reserved where a known node is found while it has no lease
 * @param leases its active leases, one for each address
 */
record Machine(
    MacAddress mac,
    NodeName wanted,
    boolean configured,
    MachineRole role,
    long since,
    Optional<Ipv4Address> reserved,
    List<Lease> leases) {

  private static final Comparator<Lease> BY_LAST_BOUND =
      Comparator.comparing(Lease::start)
          .thenComparing(Lease::lastMessage)
          .thenComparing(Lease::address);

  Machine {
    leases = List.copyOf(leases);
  }

  ServedName wantedName() {
    return new ServedName(wanted, role);
  }

  /** The name that no other machine can take from it. */
  NodeName fallback() {
    return NodeName.generatedFor(mac);
  }

  ServedName fallbackName() {
    return new ServedName(fallback(), role);
  }

  boolean wantsItsFallback() {
    return wanted.spelledMac().equals(Optional.of(mac));
  }

  Machine inRole(MachineRole now) {
    return new Machine(mac, wanted, configured, now, since, reserved, leases);
  }

  /** The lease last bound or renewed: a machine that moved to another subnet is there. */
  Optional<Lease> newestLease() {
    return leases.stream().max(BY_LAST_BOUND);
  }

  /** Where its name leads. */
  Optional<Ipv4Address> address() {
    return newestLease().map(Lease::address).or(() -> reserved);
  }

  /** Addresses besides {@link #address} that lead back to its name. */
  Set<Ipv4Address> otherAddresses() {
    if (leases.size() < 2) {
      return Set.of();
    }
    Ipv4Address first = address().orElseThrow();
    return leases.stream()
        .map(Lease::address)
        .filter(other -> !other.equals(first))
        .collect(Collectors.toSet());
  }

  Machine withLease(Lease lease) {
    List<Lease> more = otherLeases(lease.address());
    more.add(lease);
    return with(more);
  }

  Machine withoutLease(Ipv4Address address) {
    return with(otherLeases(address));
  }

  private List<Lease> otherLeases(Ipv4Address than) {
    List<Lease> others = new ArrayList<>(leases);
    others.removeIf(lease -> lease.address().equals(than));
    return others;
  }

  private Machine with(List<Lease> otherLeases) {
    return new Machine(mac, wanted, configured, role, since, reserved, otherLeases);
  }

  Machine withReserved(Optional<Ipv4Address> address) {
    return new Machine(mac, wanted, configured, role, since, address, leases);
  }

  Machine wanting(NodeName name, long order) {
    return new Machine(mac, name, configured, role, order, reserved, leases);
  }
}
