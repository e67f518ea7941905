package org.comosix.appliance.dhcp.transport.wire;

import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.MalformedPacketException;
import org.comosix.appliance.dhcp.conflict.OtherServers;
import org.comosix.appliance.dhcp.conflict.ServerSighting;
import org.comosix.appliance.transport.ethernet.EthernetFrame;
import org.comosix.appliance.transport.ethernet.UdpPacket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notices other DHCP servers, on the wire and in what clients say. Any thread. */
public final class ServerWatch {

  private static final Logger log = LoggerFactory.getLogger("org.comosix.appliance.dhcp");

  private final OtherServers others;

  ServerWatch(OtherServers others) {
    this.others = others;
  }

  void hears(ServedInterface served, EthernetFrame frame) {
    UdpPacket.in(frame).flatMap(packet -> sighting(served, frame, packet)).ifPresent(this::sees);
  }

  /** A client's message that is meant for another server. */
  public void hears(DhcpQuery query) {
    ServerSighting.named(query).ifPresent(this::sees);
  }

  private static Optional<ServerSighting> sighting(
      ServedInterface served, EthernetFrame frame, UdpPacket packet) {
    try {
      return ServerSighting.of(
          DhcpCodec.decode(packet.payload()), frame.source(), packet.source(), served.name());
    } catch (MalformedPacketException e) {
      // Not meant for us; who it is meant for will say so.
      return Optional.empty();
    }
  }

  private void sees(ServerSighting sighting) {
    if (others.sees(sighting)) {
      log.atWarn()
          .addKeyValue("interface", sighting.networkInterface())
          .addKeyValue("server", sighting.server())
          .addKeyValue("mac", sighting.mac().map(Object::toString).orElse("-"))
          .addKeyValue("what", sighting.what())
          .log("dhcp.other-server");
    }
  }

  Optional<String> problem() {
    return others.problem();
  }
}
