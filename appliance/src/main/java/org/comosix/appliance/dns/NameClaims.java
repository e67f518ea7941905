package org.comosix.appliance.dns;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.comosix.appliance.domain.MacAddress;

/**
 * Who gets a name that several machines want: first a known node, then whoever wanted it first. Not
 * for several threads.
 */
final class NameClaims {

  private static final Comparator<Claim> PRECEDENCE =
      Comparator.comparing(Claim::rank).thenComparing(Claim::since).thenComparing(Claim::mac);

  private final Map<ServedName, Claim> holders = new HashMap<>();

  /** Only names that several want: nearly all have one machine, and there may be very many. */
  private final Map<ServedName, TreeSet<Claim>> heirs = new HashMap<>();

  /** In the order of precedence. */
  private enum Rank {
    KNOWN_NODE,
    FIRST_COME
  }

  private record Claim(Rank rank, long since, MacAddress mac) {}

  void add(ServedName name, Machine machine) {
    Claim claim = claim(machine);
    Claim holder = holders.putIfAbsent(name, claim);
    if (holder == null || holder.equals(claim)) {
      return;
    }
    boolean first = PRECEDENCE.compare(claim, holder) < 0;
    if (first) {
      holders.put(name, claim);
    }
    heirs.computeIfAbsent(name, unused -> new TreeSet<>(PRECEDENCE)).add(first ? holder : claim);
  }

  void remove(ServedName name, Machine machine) {
    Claim claim = claim(machine);
    TreeSet<Claim> waiting = heirs.getOrDefault(name, new TreeSet<>(PRECEDENCE));
    waiting.remove(claim);
    if (claim.equals(holders.get(name))) {
      holders.remove(name);
      Optional.ofNullable(waiting.pollFirst()).ifPresent(heir -> holders.put(name, heir));
    }
    if (waiting.isEmpty()) {
      heirs.remove(name);
    }
  }

  Optional<MacAddress> holder(ServedName name) {
    return Optional.ofNullable(holders.get(name)).map(Claim::mac);
  }

  private static Claim claim(Machine machine) {
    return new Claim(
        machine.configured() ? Rank.KNOWN_NODE : Rank.FIRST_COME, machine.since(), machine.mac());
  }
}
