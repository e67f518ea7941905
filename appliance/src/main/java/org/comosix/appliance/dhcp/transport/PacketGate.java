package org.comosix.appliance.dhcp.transport;

import java.time.InstantSource;
import java.util.Optional;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MalformedPacketException;
import org.comosix.appliance.dhcp.codec.PacketHeader;
import org.comosix.appliance.dhcp.codec.RelayPortKey;
import org.comosix.appliance.dhcp.limit.DhcpLimits;
import org.comosix.appliance.dhcp.limit.HashMixing;
import org.comosix.appliance.dhcp.limit.RecentKeys;
import org.comosix.appliance.dhcp.limit.TokenBuckets;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * The first look at each packet, before it costs anything: what is no DHCP message or too much from
 * one client is dropped, the rest is lined up by whom it seems to come from.
 *
 * <p>Any thread; it runs on the event loops. Hardware addresses can be forged, so none of them buys
 * much: a client's limit is counted apart for each relay port and interface, for packets from its
 * own address and for those from none, and for DISCOVERs. Who forges a machine's address elsewhere,
 * or with another source, or with DISCOVERs alone, does not use up what the machine itself needs.
 */
final class PacketGate {

  private static final int CLIENTS = 1 << 16;

  /** As many as a fast network brings of invented ones between two tries of an honest client. */
  private static final int ASKING = 400_000;

  private static final int OFFERED = 150_000;
  private static final int PERIODS = 4;
  private static final long PERIOD = 4000;

  private final PacketQueue queue;
  private final KnownClients known;
  private final Drops drops;
  private final InstantSource clock;
  private final long secret;
  private final TokenBuckets rates;
  private final RecentKeys asking;
  private final RecentKeys offered;

  PacketGate(
      PacketQueue queue, KnownClients known, DhcpLimits limits, Drops drops, InstantSource clock) {
    this.queue = queue;
    this.known = known;
    this.drops = drops;
    this.clock = clock;
    this.secret = limits.secret();
    int perSecond = limits.clientPacketsPerSecond();
    this.rates = new TokenBuckets(CLIENTS, perSecond, perSecond * DhcpLimits.BURST, secret);
    this.asking = new RecentKeys(ASKING, PERIODS, PERIOD, secret);
    this.offered = new RecentKeys(OFFERED, PERIODS, PERIOD, secret);
  }

  /** Queues the packet, or drops it and says why. */
  void received(ReceivedPacket packet) {
    try {
      admit(packet, PacketHeader.read(packet.bytes()));
    } catch (MalformedPacketException e) {
      drops.malformed(packet, e);
    } catch (RuntimeException e) {
      drops.ourFault(packet.arrival(), Optional.of(packet), e);
    }
  }

  /** This client's next packet is worth more than a stranger's. */
  void offered(HardwareAddress client) {
    offered.add(client.key(), clock.millis());
  }

  private void admit(ReceivedPacket packet, PacketHeader header) {
    long now = clock.millis();
    int place = place(packet, header);
    if (!rates.take(rateKey(packet, header), now)) {
      drops.dropped(packet, IgnoreReason.CLIENT_TOO_FAST);
      return;
    }
    queue
        .add(packet, rank(packet, header, now), place)
        .ifPresent(dropped -> drops.dropped(dropped, IgnoreReason.QUEUE_FULL));
  }

  private int place(ReceivedPacket packet, PacketHeader header) {
    return PacketLane.place(origin(packet, header), header.port() != RelayPortKey.NONE);
  }

  private long origin(ReceivedPacket packet, PacketHeader header) {
    return HashMixing.mix(header.port() ^ secret ^ packet.arrival().name().hashCode());
  }

  private long rateKey(ReceivedPacket packet, PacketHeader header) {
    int kind = (header.isDiscover() ? 1 : 0) + (hasAddress(packet, header) ? 2 : 0);
    return HashMixing.mix(header.client() ^ origin(packet, header)) + kind;
  }

  private Rank rank(ReceivedPacket packet, PacketHeader header, long now) {
    Ipv4Address source = hasAddress(packet, header) ? packet.source() : Ipv4Address.ANY;
    if (header.mac().filter(mac -> known.contains(mac, source)).isPresent()) {
      return Rank.KNOWN;
    }
    boolean again = asking.cameBefore(header.client(), now);
    asking.add(header.client(), now);
    return again || offered.came(header.client(), now) ? Rank.RETURNING : Rank.STRANGER;
  }

  /** The source address is the client's own, not a relay's. */
  private static boolean hasAddress(ReceivedPacket packet, PacketHeader header) {
    return !header.isRelayed() && !packet.source().isAny();
  }
}
