package org.comosix.appliance.dns;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.NodeLabels;

/** Machines by name and by address. Read by any thread without a lock, changed by one at a time. */
final class GrantedNames {

  private static final int BITS_PER_LABEL = 8;

  private final NodeLabels labels;
  private final List<Ipv4Subnet> subnets;
  private final Map<ServedName, GrantedName> byName = new ConcurrentHashMap<>();
  private final Map<Ipv4Address, GrantedName> byAddress = new ConcurrentHashMap<>();

  /** How many addresses lead back, by their first one, two and three octets. */
  private final Map<Ipv4Subnet, Integer> used = new ConcurrentHashMap<>();

  GrantedNames(ZoneDefinition definition) {
    this.labels = definition.labels();
    this.subnets = definition.subnets();
  }

  /** By the machine's own name. */
  Optional<GrantedName> named(ServedName name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The machine of a network that is one address. */
  Optional<GrantedName> at(Ipv4Subnet network) {
    return network.prefixLength() == Integer.SIZE
        ? Optional.ofNullable(byAddress.get(network.network()))
        : Optional.empty();
  }

  /** Whether some address in this network of one, two or three octets is a machine's. */
  boolean isUsed(Ipv4Subnet network) {
    return used.containsKey(network);
  }

  /** All machines, as they are at this moment; the live view. */
  Collection<GrantedName> all() {
    return byName.values();
  }

  /** What is new comes first, so that a name which changes hands is never missing in between. */
  void apply(List<NameChange> changes) {
    changes.forEach(change -> change.after().ifPresent(this::add));
    changes.forEach(change -> change.before().ifPresent(this::remove));
  }

  private void add(GrantedName granted) {
    byName.put(granted.name().bare(labels), granted);
    for (Ipv4Address address : granted.addresses()) {
      if (isOurs(address) && byAddress.put(address, granted) == null) {
        count(address, 1);
      }
    }
  }

  private void remove(GrantedName old) {
    removeIfStill(byName, old.name().bare(labels), old);
    for (Ipv4Address address : old.addresses()) {
      if (removeIfStill(byAddress, address, old)) {
        count(address, -1);
      }
    }
  }

  /** An equal one may be newer: what a machine lost it can get back within one batch. */
  @SuppressWarnings("ReferenceEquality")
  private static <K> boolean removeIfStill(Map<K, GrantedName> map, K key, GrantedName old) {
    return map.get(key) == old && map.remove(key) != null;
  }

  /** No zone of ours says where other addresses lead. */
  boolean isOurs(Ipv4Address address) {
    for (Ipv4Subnet subnet : subnets) {
      if (subnet.contains(address)) {
        return true;
      }
    }
    return false;
  }

  private void count(Ipv4Address address, int change) {
    for (int bits = BITS_PER_LABEL; bits < Integer.SIZE; bits += BITS_PER_LABEL) {
      used.merge(
          Ipv4Subnet.containing(address, bits),
          change,
          (before, by) -> before + by == 0 ? null : before + by);
    }
  }
}
