package org.comosix.appliance.dhcp.transport;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpOutcome;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.conflict.OfferProbes;
import org.comosix.appliance.dhcp.transport.wire.ReplyFrames;
import org.comosix.appliance.dhcp.transport.wire.ServerWatch;
import org.comosix.appliance.domain.Ipv4Address;

/** What the endpoint does besides sockets and batches. DHCP thread only; never waits. */
final class DhcpConflicts {

  private final Optional<OfferProbes> probes;
  private final ReplyFrames frames;
  private final ServerWatch servers;

  /**
   * Over the wire.
   *
   * @param probes empty when addresses are offered unprobed
   */
  DhcpConflicts(Optional<OfferProbes> probes, ReplyFrames frames, ServerWatch servers) {
    this.probes = probes;
    this.frames = frames;
    this.servers = servers;
  }

  /** How long no probe ends, milliseconds. */
  long millisecondsToNext(long most) {
    return probes.map(running -> running.millisecondsToNext(most)).orElse(most);
  }

  /**
   * Ends what is due and begins what can be done ahead. Stages in the lease book.
   *
   * @return queries to be decided again
   */
  List<DhcpQuery> settle() {
    if (probes.isEmpty()) {
      return List.of();
    }
    OfferProbes.Finished finished = probes.get().finish();
    finished.conflicts().forEach(DhcpLog::addressInUse);
    probes.get().lookAhead();
    return finished.again();
  }

  /** A message that was not for us may name who it is for. */
  void ignored(DhcpQuery query, IgnoreReason reason) {
    switch (reason) {
      case CHOSE_ANOTHER_SERVER, FOR_ANOTHER_SERVER -> servers.hears(query);
      default -> {}
    }
  }

  /**
   * Sends as a frame what a socket would send otherwise than it should: to a client without
   * address, and a broadcast where it is the kernel that would choose among our addresses on the
   * link.
   *
   * @return false when the socket is to send it
   */
  boolean sendFrame(DhcpQuery query, DhcpOutcome.Reply reply, byte[] bytes) {
    List<Ipv4Address> own = query.arrival().addresses();
    Ipv4Address source =
        reply
            .message()
            .options()
            .address(OptionCode.SERVER_IDENTIFIER)
            .filter(own::contains)
            .orElse(own.get(0));
    return switch (reply.route().kind()) {
      case NEW_ADDRESS -> frames.send(query.arrival(), source, reply.message(), bytes);
      case BROADCAST -> own.size() > 1 && frames.broadcast(query.arrival(), source, bytes);
      case RELAY, CLIENT -> false;
    };
  }
}
