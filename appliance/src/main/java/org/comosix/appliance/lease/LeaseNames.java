package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.NodeName;

/**
 * Gives each client its name so that no two machines share one: the inventory's name, else the one
 * it asks for, else the one it had, else one made from its hardware address. Who comes second gets
 * a number behind it.
 */
final class LeaseNames {

  private static final int MOST_NUMBERS = 10_000;

  private final LeaseTable table;
  private final Reservations reservations;

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
    return firstFree(wish, before, claim.client(), now)
        .orElseGet(() -> NodeName.generatedFor(claim.mac()));
  }

  /** For a machine whose name was given to another one. */
  NodeName insteadOf(NodeName name, Lease lease, Instant now) {
    return firstFree(name, Optional.empty(), lease.client(), now)
        .orElseGet(() -> NodeName.generatedFor(lease.mac()));
  }

  /** The active lease of somebody else that carries this name. */
  Optional<Lease> otherHolder(NodeName name, ClientId client, Instant now) {
    return table
        .lastNamed(name)
        .filter(holder -> !holder.equals(client))
        .flatMap(
            holder ->
                table.of(holder).stream()
                    .filter(lease -> lease.isActiveAt(now))
                    .filter(lease -> lease.name().equals(Optional.of(name)))
                    .findFirst());
  }

  private Optional<NodeName> nameBefore(LeaseClaim claim) {
    return table.of(claim.client()).stream()
        .filter(lease -> claim.scope().contains(lease.address()))
        .findFirst()
        .flatMap(Lease::name);
  }

  private Optional<NodeName> firstFree(
      NodeName wish, Optional<NodeName> before, ClientId client, Instant now) {
    if (isFree(wish, client, now)) {
      return Optional.of(wish);
    }
    Optional<NodeName> kept =
        before.filter(name -> isNumbered(name, wish)).filter(name -> isFree(name, client, now));
    if (kept.isPresent()) {
      return kept;
    }
    for (int number = 2; number < MOST_NUMBERS; number++) {
      NodeName candidate = numbered(wish, number);
      if (isFree(candidate, client, now)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  /** So that the second of two machines keeps its number at each renewal. */
  private static boolean isNumbered(NodeName name, NodeName wish) {
    int hyphen = name.value().lastIndexOf('-');
    return hyphen > 0
        && wish.value().startsWith(name.value().substring(0, hyphen))
        && name.value().substring(hyphen + 1).chars().allMatch(Character::isDigit);
  }

  private boolean isFree(NodeName name, ClientId client, Instant now) {
    return !reservations.isNameOfAnother(name, client) && otherHolder(name, client, now).isEmpty();
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
