package org.comosix.appliance.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * An address bound to a client.
 *
 * @param mac the client's hardware address, as in chaddr; for a client that is not known by one, a
 *     locally administered stand-in made from its identifier ({@link MacAddress#standingInFor})
 * @param name the machine's own name as we serve it, without prefix
 * @param start when it was last bound or renewed, whole seconds
 * @param end when it stops being valid, whole seconds; for DECLINED, when the quarantine ends
 * @param lastMessage when the client was last heard
 * @param role what it was when it was last heard
 */
public record Lease(
    Ipv4Address address,
    ClientId client,
    MacAddress mac,
    Optional<NodeName> name,
    LeaseState state,
    Instant start,
    Instant end,
    Instant lastMessage,
    MachineRole role) {

  /** The same lease, over. */
  public Lease ended(LeaseState how, Instant when) {
    return new Lease(address, client, mac, name, how, start, when, lastMessage, role);
  }

  /** The same lease under another name. */
  public Lease named(NodeName other) {
    return new Lease(
        address, client, mac, Optional.of(other), state, start, end, lastMessage, role);
  }

  public boolean isActiveAt(Instant now) {
    return state == LeaseState.BOUND && now.isBefore(end);
  }
}
