package org.comosix.appliance.http;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;

/** Counts connections, and requests in the present second, by client. Any thread; bounded. */
public final class ClientQuota {

  private final HttpLimits limits;
  private final InstantSource clock;
  private final Map<Ipv4Address, Integer> connections = new HashMap<>();
  private final Map<Ipv4Address, Integer> requests = new HashMap<>();
  private int allConnections;
  private long second;

  public ClientQuota(HttpLimits limits, InstantSource clock) {
    this.limits = limits;
    this.clock = clock;
  }

  /** Takes a connection in; or says why not, and then {@link #closed} must not be called for it. */
  public synchronized Optional<HttpEvent> opened(Ipv4Address client) {
    if (allConnections >= limits.connections()) {
      return Optional.of(HttpEvent.TOO_MANY_CONNECTIONS);
    }
    if (connections.getOrDefault(client, 0) >= limits.connectionsOfClient()) {
      return Optional.of(HttpEvent.TOO_MANY_CONNECTIONS_OF_CLIENT);
    }
    allConnections++;
    connections.merge(client, 1, Integer::sum);
    return Optional.empty();
  }

  public synchronized void closed(Ipv4Address client) {
    allConnections--;
    connections.computeIfPresent(client, (address, count) -> count > 1 ? count - 1 : null);
  }

  /** Whether one more request may be answered now. */
  public synchronized boolean mayAsk(Ipv4Address client) {
    Instant now = clock.instant();
    if (now.getEpochSecond() != second) {
      second = now.getEpochSecond();
      requests.clear();
    }
    return requests.merge(client, 1, Integer::sum) <= limits.requestsPerSecond();
  }
}
