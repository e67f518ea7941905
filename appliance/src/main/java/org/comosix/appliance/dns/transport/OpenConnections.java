package org.comosix.appliance.dns.transport;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.dns.DropReason;

/** The TCP connections of all listeners, counted. Any thread. */
final class OpenConnections {

  private final ConnectionLimits limits;
  private final Map<InetAddress, Integer> perClient = new HashMap<>();
  private int total;

  OpenConnections(ConnectionLimits limits) {
    this.limits = limits;
  }

  /** Counts a connection in, or says why it may not stay. */
  synchronized Optional<DropReason> enter(InetAddress client) {
    if (total >= limits.total()) {
      return Optional.of(DropReason.TOO_MANY_CONNECTIONS);
    }
    if (perClient.getOrDefault(client, 0) >= limits.perClient()) {
      return Optional.of(DropReason.TOO_MANY_CONNECTIONS_OF_ONE_CLIENT);
    }
    total++;
    perClient.merge(client, 1, Integer::sum);
    return Optional.empty();
  }

  /** Counts out one that {@link #enter} let in. */
  synchronized void leave(InetAddress client) {
    total--;
    if (perClient.merge(client, -1, Integer::sum) == 0) {
      perClient.remove(client);
    }
  }
}
