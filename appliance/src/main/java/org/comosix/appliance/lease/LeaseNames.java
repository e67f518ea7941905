package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * Gives each client its name so that no two machines share one: the inventory's name, else the one
 * it asks for, else the one it had, else one made from its hardware address. Who comes second gets
 * a number behind it.
 */
final class LeaseNames {

  /** Tried from 2 on for each client, so that few machines have small numbers. */
  private static final int SMALL_NUMBERS = 9;

  /** Tried behind the last one found: ten thousand machines of one name are not counted through. */
  private static final int MORE_NUMBERS = 16;

  private static final int MOST_NUMBERS = 100_000;
  private static final int MOST_COUNTED_NAMES = 1_000;

  private final LeaseTable table;
  private final Reservations reservations;
  private final Map<NodeName, Integer> lastNumber = new HashMap<>();

  /** A node and a host of one name are no rivals: in DNS the node has its prefix. */
  private record Wisher(ClientId client, MachineRole role) {}

  LeaseNames(LeaseTable table, Reservations reservations) {
    this.table = table;
    this.reservations = reservations;
  }

  NodeName nameFor(LeaseClaim claim, Instant now) {
    return claim.reservedName().orElseGet(() -> freeNameFor(claim, now));
  }

  private NodeName freeNameFor(LeaseClaim claim, Instant now) {
    Optional<NodeName> before = nameBefore(claim);
    NodeName wish =
        claim.wishedName().or(() -> before).orElseGet(() -> NodeName.generatedFor(claim.mac()));
    return firstFree(wish, before, new Wisher(claim.client(), claim.role()), now)
        .orElseGet(() -> NodeName.generatedFor(claim.mac()));
  }

  /** For a machine whose name was given to another one. */
  NodeName insteadOf(NodeName name, Lease lease, Instant now) {
    return firstFree(name, Optional.empty(), new Wisher(lease.client(), lease.role()), now)
        .orElseGet(() -> NodeName.generatedFor(lease.mac()));
  }

  /** The active lease of somebody else that carries this name, as the same kind of machine. */
  Optional<Lease> otherHolder(NodeName name, MachineRole role, ClientId client, Instant now) {
    Optional<ClientId> holder = table.lastNamed(name, role);
    if (holder.isEmpty() || holder.get().equals(client)) {
      return Optional.empty();
    }
    return table.first(
        holder.get(),
        lease -> lease.isActiveAt(now) && lease.isNamed(name) && lease.role() == role);
  }

  private Optional<NodeName> nameBefore(LeaseClaim claim) {
    return table
        .first(claim.client(), lease -> claim.scope().contains(lease.address()))
        .flatMap(Lease::name);
  }

  private Optional<NodeName> firstFree(
      NodeName wish, Optional<NodeName> before, Wisher who, Instant now) {
    if (isFree(wish, who, now)) {
      return Optional.of(wish);
    }
    Optional<NodeName> kept =
        before.filter(name -> isNumbered(name, wish)).filter(name -> isFree(name, who, now));
    if (kept.isPresent()) {
      return kept;
    }
    return firstFree(wish, 2, SMALL_NUMBERS, who, now).or(() -> counted(wish, who, now));
  }

  private Optional<NodeName> counted(NodeName wish, Wisher who, Instant now) {
    if (lastNumber.size() >= MOST_COUNTED_NAMES) {
      lastNumber.clear();
    }
    int first = lastNumber.getOrDefault(wish, SMALL_NUMBERS + 1);
    int last = first + MORE_NUMBERS;
    Optional<NodeName> found = firstFree(wish, first, last, who, now);
    int next = found.map(LeaseNames::number).orElse(last + 1);
    lastNumber.put(wish, next < MOST_NUMBERS ? next : SMALL_NUMBERS + 1);
    return found;
  }

  private Optional<NodeName> firstFree(
      NodeName wish, int first, int last, Wisher who, Instant now) {
    for (int number = first; number <= last; number++) {
      NodeName candidate = numbered(wish, number);
      if (isFree(candidate, who, now)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private static int number(NodeName numbered) {
    return Integer.parseInt(numbered.value().substring(numbered.value().lastIndexOf('-') + 1));
  }

  /** So that the second of two machines keeps its number at each renewal. */
  private static boolean isNumbered(NodeName name, NodeName wish) {
    int hyphen = name.value().lastIndexOf('-');
    return hyphen > 0
        && wish.value().startsWith(name.value().substring(0, hyphen))
        && name.value().substring(hyphen + 1).chars().allMatch(Character::isDigit);
  }

  private boolean isFree(NodeName name, Wisher who, Instant now) {
    return !reservations.isNameOfAnother(name, who.role(), who.client())
        && otherHolder(name, who.role(), who.client(), now).isEmpty();
  }

  private static NodeName numbered(NodeName name, int number) {
    String suffix = "-" + number;
    int room = NodeName.MAX_LENGTH - suffix.length();
    String base = name.value().substring(0, Math.min(room, name.value().length()));
    while (base.endsWith("-")) {
      base = base.substring(0, base.length() - 1);
    }
    return new NodeName(base + suffix);
  }
}
