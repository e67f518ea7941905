package org.comosix.appliance.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * An address bound to a client.
 *
 * @param mac the client's hardware address, as in chaddr
 * @param name the machine's own name as we serve it, without prefix
 * @param start when it was last bound or renewed, whole seconds
 * @param end when it stops being valid, whole seconds; for DECLINED, when the quarantine ends
 * @param lastMessage when the client was last heard
 */
public record Lease(
    Ipv4Address address,
    ClientId client,
    MacAddress mac,
    Optional<NodeName> name,
    LeaseState state,
    Instant start,
    Instant end,
    Instant lastMessage) {

  public boolean isActiveAt(Instant now) {
    return state == LeaseState.BOUND && now.isBefore(end);
  }
}
