package org.comosix.appliance.dhcp.transport;

import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.MalformedPacketException;
import org.comosix.appliance.dhcp.limit.WarningTimes;

/**
 * Packets that were not answered: each is counted, and where an administrator should know, a
 * warning says who it was and how many there were, once a minute for each reason and origin. Any
 * thread.
 */
final class Drops {

  private static final long WARN_AGAIN = 60_000;

  /** Origins that are told apart, by hash; two that share a place share their warnings. */
  private static final int ORIGINS = 64;

  private final DhcpCounters counters;
  private final InstantSource clock;
  private final Map<IgnoreReason, WarningTimes> warnings = new EnumMap<>(IgnoreReason.class);

  Drops(DhcpCounters counters, InstantSource clock) {
    this.counters = counters;
    this.clock = clock;
    for (IgnoreReason reason : IgnoreReason.values()) {
      if (reason.isWorthAWarning()) {
        warnings.put(reason, new WarningTimes(ORIGINS, WARN_AGAIN));
      }
    }
  }

  /** Not even decoded. */
  void dropped(ReceivedPacket packet, IgnoreReason reason) {
    counters.countIgnored(reason);
    OptionalLong count = warningDue(reason, packet.arrival().name(), 0);
    if (count.isPresent()) {
      DhcpLog.dropped(packet, reason, count.getAsLong());
    }
  }

  /** The kernel's doing: we were too slow to take them. */
  void unheard(ServedInterface arrival, long packets) {
    counters.countIgnored(IgnoreReason.SOCKET_BUFFER_FULL, packets);
    if (packets > 0) {
      OptionalLong count = warningDue(IgnoreReason.SOCKET_BUFFER_FULL, arrival.name(), 0);
      if (count.isPresent()) {
        DhcpLog.unheard(arrival, packets);
      }
    }
  }

  void malformed(ReceivedPacket packet, MalformedPacketException problem) {
    dropped(packet, IgnoreReason.MALFORMED);
    DhcpLog.malformed(packet, problem);
  }

  void ourFault(ServedInterface arrival, Optional<ReceivedPacket> packet, RuntimeException fault) {
    counters.countIgnored(IgnoreReason.INTERNAL_ERROR);
    DhcpLog.ourFault(arrival, packet, fault);
  }

  /** Decided to be left unanswered. */
  void ignored(DhcpQuery query, IgnoreReason reason) {
    counters.countIgnored(reason);
    OptionalLong count =
        warningDue(reason, query.arrival().name(), query.message().giaddr().bits());
    if (count.isPresent()) {
      DhcpLog.refused(query, reason, count.getAsLong());
    }
  }

  private OptionalLong warningDue(IgnoreReason reason, String networkInterface, int relay) {
    int origin = Math.floorMod(31 * networkInterface.hashCode() + relay, ORIGINS);
    WarningTimes times = warnings.get(reason);
    return times == null ? OptionalLong.empty() : times.count(origin, clock.millis());
  }
}
