package org.comosix.appliance.dns;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.comosix.appliance.domain.MacAddress;

/**
 * Who gets a name that several machines want: first the machine whose hardware address the name
 * spells, then a known node, then whoever wanted it first. Not for several threads.
 */
final class NameClaims {

  private static final Comparator<Claim> PRECEDENCE =
      Comparator.comparing(Claim::rank).thenComparing(Claim::since).thenComparing(Claim::mac);

  private final Map<ServedName, TreeSet<Claim>> claims = new HashMap<>();

  /** In the order of precedence. */
  private enum Rank {
    SPELLS_ITS_HARDWARE_ADDRESS,
    KNOWN_NODE,
    FIRST_COME
  }

  private record Claim(Rank rank, long since, MacAddress mac) {}

  void add(ServedName name, Machine machine) {
    claims.computeIfAbsent(name, unused -> new TreeSet<>(PRECEDENCE)).add(claim(name, machine));
  }

  void remove(ServedName name, Machine machine) {
    TreeSet<Claim> rivals = claims.getOrDefault(name, new TreeSet<>(PRECEDENCE));
    rivals.remove(claim(name, machine));
    if (rivals.isEmpty()) {
      claims.remove(name);
    }
  }

  Optional<MacAddress> holder(ServedName name) {
    return Optional.ofNullable(claims.get(name)).map(rivals -> rivals.first().mac());
  }

  private static Claim claim(ServedName name, Machine machine) {
    return new Claim(rank(name, machine), machine.since(), machine.mac());
  }

  private static Rank rank(ServedName name, Machine machine) {
    if (name.equals(machine.fallbackName())) {
      return Rank.SPELLS_ITS_HARDWARE_ADDRESS;
    }
    return machine.configured() ? Rank.KNOWN_NODE : Rank.FIRST_COME;
  }
}
