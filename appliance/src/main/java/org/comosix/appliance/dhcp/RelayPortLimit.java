package org.comosix.appliance.dhcp;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.codec.RelayPortKey;

/**
 * Lets the machines behind one port of a relay or switch have so many leases and no more: whoever
 * invents machines there has those, and others have the rest of the pool.
 *
 * <p>Only what was leased is counted. An offer takes nothing from anybody, and were it counted, a
 * flood of DISCOVERs would shut out the honest neighbours at its port. In memory only: after a
 * restart a port begins anew. DHCP thread.
 */
public final class RelayPortLimit {

  /** Clients that are kept in mind; the ones that were here first are forgotten first. */
  private static final int MOST_CLIENTS = 100_000;

  private final OptionalInt most;
  private final InstantSource clock;
  private final LinkedHashMap<Long, Held> byClient = new LinkedHashMap<>();
  private final Map<Long, Set<Long>> byPort = new HashMap<>();

  private record Held(long port, long until) {}

  /**
   * Nobody has a lease yet.
   *
   * @param most leases for each port; without it there is no limit
   */
  public RelayPortLimit(OptionalInt most, InstantSource clock) {
    this.most = most;
    this.clock = clock;
  }

  /** What the server decides, unless the port has all that it may have. */
  public DhcpOutcome decide(DhcpQuery query, Function<DhcpQuery, DhcpOutcome> server) {
    if (most.isEmpty()) {
      return server.apply(query);
    }
    long port = RelayPortKey.of(query.message());
    long client = query.message().hardware().key();
    if (wantsAddress(query) && port != RelayPortKey.NONE && isFull(port, client)) {
      return DhcpOutcome.ignore(IgnoreReason.RELAY_PORT_LIMIT);
    }
    DhcpOutcome outcome = server.apply(query);
    if (outcome instanceof DhcpOutcome.Reply reply) {
      seconds(reply.message()).ifPresent(time -> leased(client, port, time));
    } else if (isGivenBack(query, outcome)) {
      forget(client);
    }
    return outcome;
  }

  private static boolean wantsAddress(DhcpQuery query) {
    return query
        .type()
        .filter(type -> type == MessageType.DISCOVER || type == MessageType.REQUEST)
        .isPresent();
  }

  /** RELEASE and DECLINE that were obeyed. */
  private static boolean isGivenBack(DhcpQuery query, DhcpOutcome outcome) {
    return outcome.equals(DhcpOutcome.ignore(IgnoreReason.DONE_WITHOUT_REPLY))
        && !wantsAddress(query);
  }

  private boolean isFull(long port, long client) {
    Set<Long> clients = byPort.getOrDefault(port, Set.of());
    if (clients.size() < most.getAsInt() || clients.contains(client)) {
      return false;
    }
    long now = now();
    Set.copyOf(clients).stream().filter(other -> isOver(other, now)).forEach(this::forget);
    return clients.size() >= most.getAsInt();
  }

  private boolean isOver(long client, long now) {
    Held held = byClient.get(client);
    return held == null || held.until() <= now;
  }

  /** A renewal comes from the client itself and names no port: the client is where it was. */
  private void leased(long client, long port, long time) {
    Held before = byClient.get(client);
    long where = port == RelayPortKey.NONE && before != null ? before.port() : port;
    forget(client);
    if (where == RelayPortKey.NONE) {
      return;
    }
    if (byClient.size() >= MOST_CLIENTS) {
      forget(byClient.keySet().iterator().next());
    }
    byClient.put(client, new Held(where, now() + time));
    byPort.computeIfAbsent(where, none -> new HashSet<>()).add(client);
  }

  private void forget(long client) {
    Held held = byClient.remove(client);
    if (held != null) {
      byPort.computeIfPresent(
          held.port(),
          (port, clients) -> {
            clients.remove(client);
            return clients.isEmpty() ? null : clients;
          });
    }
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  /** The lease time in an ACK; an ACK to an INFORM has none. */
  private static Optional<Long> seconds(DhcpMessage reply) {
    return reply
        .options()
        .bytes(OptionCode.LEASE_TIME)
        .filter(bytes -> reply.type().equals(Optional.of(MessageType.ACK)))
        .map(bytes -> Integer.toUnsignedLong(java.nio.ByteBuffer.wrap(bytes).getInt()));
  }
}
