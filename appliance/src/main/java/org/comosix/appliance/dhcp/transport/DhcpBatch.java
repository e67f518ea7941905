package org.comosix.appliance.dhcp.transport;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpOutcome;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.DhcpServer;
import org.comosix.appliance.dhcp.RelayPortLimit;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.MalformedPacketException;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseJournalException;

/**
 * Packets to durable decisions: decode all, decide all, force once. DHCP thread.
 *
 * <p>A packet on which a decision fails is left out and the rest decided again from the state
 * before the batch, so that no half-made change stays.
 */
final class DhcpBatch {

  private DhcpServer server;
  private final RelayPortLimit relayPorts;
  private final LeaseBook leases;
  private final DhcpCounters counters;
  private final Drops drops;
  private boolean durable = true;

  DhcpBatch(
      DhcpServer server,
      RelayPortLimit relayPorts,
      LeaseBook leases,
      DhcpCounters counters,
      Drops drops) {
    this.server = server;
    this.relayPorts = relayPorts;
    this.leases = leases;
    this.counters = counters;
    this.drops = drops;
  }

  /** Decides by other rules from the next batch on. */
  void use(DhcpServer other) {
    server = other;
  }

  record Decided(DhcpQuery query, DhcpOutcome outcome) {}

  /** With its packet, unless it is decided again. */
  private record Decoded(Optional<ReceivedPacket> packet, DhcpQuery query) {}

  /**
   * What may be told now. Where it cannot be made durable, the batch is decided once more: the book
   * knows by then, and stays with what is durable already.
   *
   * @param again queries of an earlier batch, which go first
   */
  List<Decided> decide(List<DhcpQuery> again, List<ReceivedPacket> packets) {
    List<Decoded> queries = new ArrayList<>(again.size() + packets.size());
    again.forEach(query -> queries.add(new Decoded(Optional.empty(), query)));
    decode(packets, queries);
    List<Decided> decided = decideEach(queries);
    try {
      leases.commit();
      if (!durable && leases.isDurable()) {
        durable = true;
        DhcpLog.durableAgain();
      }
      return decided;
    } catch (LeaseJournalException e) {
      if (durable) {
        durable = false;
        DhcpLog.notDurable(e);
      }
      return decideEach(queries);
    }
  }

  private List<Decided> decideEach(List<Decoded> queries) {
    List<Decided> decided = new ArrayList<>(queries.size());
    while (!decideAll(queries, decided)) {
      leases.rollback();
      decided.clear();
    }
    return decided;
  }

  private void decode(List<ReceivedPacket> packets, List<Decoded> queries) {
    for (ReceivedPacket packet : packets) {
      try {
        DhcpQuery query =
            new DhcpQuery(DhcpCodec.decode(packet.bytes()), packet.arrival(), packet.broadcast());
        countReceived(query);
        queries.add(new Decoded(Optional.of(packet), query));
      } catch (MalformedPacketException e) {
        drops.malformed(packet, e);
      }
    }
  }

  /** One with a type that nobody knows is counted as ignored. */
  private void countReceived(DhcpQuery query) {
    if (query.type().isPresent() || query.message().isBootp()) {
      counters.countReceived(query.type());
    }
  }

  private boolean decideAll(List<Decoded> queries, List<Decided> decided) {
    for (int i = 0; i < queries.size(); i++) {
      DhcpQuery query = queries.get(i).query();
      try {
        decided.add(new Decided(query, relayPorts.decide(query, server::handle)));
      } catch (RuntimeException e) {
        drops.ourFault(query.arrival(), queries.get(i).packet(), e);
        queries.remove(i);
        return false;
      }
    }
    return true;
  }
}
