package org.comosix.appliance.dns.forward;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** How many queries wait for an answer: all, and of each client. Any thread. */
public final class ClientShares {

  private final int total;
  private final int perClient;
  private final Map<InetAddress, Integer> waiting = new HashMap<>();
  private int all;

  public ClientShares(int total, int perClient) {
    this.total = total;
    this.perClient = perClient;
  }

  /** Counts a query in, or says why it may not wait. */
  public synchronized Optional<ForwardEvent> enter(InetAddress client) {
    if (all >= total) {
      return Optional.of(ForwardEvent.TOO_MANY_QUERIES);
    }
    if (waiting.getOrDefault(client, 0) >= perClient) {
      return Optional.of(ForwardEvent.TOO_MANY_QUERIES_OF_ONE_CLIENT);
    }
    all++;
    waiting.merge(client, 1, Integer::sum);
    return Optional.empty();
  }

  /** Counts out one that {@link #enter} let in. */
  public synchronized void leave(InetAddress client) {
    all--;
    if (waiting.merge(client, -1, Integer::sum) == 0) {
      waiting.remove(client);
    }
  }
}
