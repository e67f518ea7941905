package org.comosix.appliance.nfs.transport;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.nfs.NfsEvent;

/** Bounds how many connections there are, and how many of one address. Any thread. */
final class ConnectionLimit {

  private final int max;
  private final int maxOfOneAddress;
  private final Map<Ipv4Address, Integer> open = new HashMap<>();
  private int total;

  ConnectionLimit(int max, int maxOfOneAddress) {
    this.max = max;
    this.maxOfOneAddress = maxOfOneAddress;
  }

  /** Counts a connection, or says why it is one too many. */
  synchronized Optional<NfsEvent> admit(Ipv4Address address) {
    if (total >= max) {
      return Optional.of(NfsEvent.TOO_MANY_CONNECTIONS);
    }
    if (open.getOrDefault(address, 0) >= maxOfOneAddress) {
      return Optional.of(NfsEvent.TOO_MANY_CONNECTIONS_OF_ONE_ADDRESS);
    }
    total++;
    open.merge(address, 1, Integer::sum);
    return Optional.empty();
  }

  /** Ends one that was admitted. */
  synchronized void leave(Ipv4Address address) {
    total--;
    open.computeIfPresent(address, (any, count) -> count == 1 ? null : count - 1);
  }
}
