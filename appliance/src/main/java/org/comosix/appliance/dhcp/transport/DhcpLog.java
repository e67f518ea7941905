package org.comosix.appliance.dhcp.transport;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpOutcome;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.MalformedPacketException;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.conflict.OfferProbes;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/** One line for each fact. What a lease changes is INFO, the rest of ordinary life is DEBUG. */
final class DhcpLog {

  private static final Logger log = LoggerFactory.getLogger("org.comosix.appliance.dhcp");

  private static final int CHADDR_OFFSET = 28;

  private DhcpLog() {}

  /** Whether lines of ordinary life are wanted; they are costly to make. */
  static boolean tellsAll() {
    return log.isDebugEnabled();
  }

  static void sent(DhcpQuery query, DhcpOutcome.Reply reply) {
    Optional<MessageType> type = reply.message().type();
    if (type.isEmpty()) {
      about(query, log.atInfo())
          .addKeyValue("address", reply.message().yiaddr())
          .log("dhcp.bootp-reply");
      return;
    }
    LoggingEventBuilder line =
        log.atLevel(type.get() == MessageType.OFFER ? Level.DEBUG : Level.INFO);
    switch (type.get()) {
      case ACK ->
          about(query, line)
              .addKeyValue("address", assigned(reply.message()))
              .addKeyValue("node", reply.message().options().text(OptionCode.HOST_NAME).orElse("-"))
              .addKeyValue("client", query.clientKind())
              .log("dhcp.ack");
      case NAK ->
          about(query, line)
              .addKeyValue("reason", reply.message().options().text(OptionCode.MESSAGE).orElse("-"))
              .log("dhcp.nak");
      default ->
          about(query, line).addKeyValue("address", reply.message().yiaddr()).log("dhcp.offer");
    }
  }

  static void ignored(DhcpQuery query, IgnoreReason reason) {
    switch (reason) {
      case DONE_WITHOUT_REPLY -> {
        boolean declined = query.type().filter(type -> type == MessageType.DECLINE).isPresent();
        // Somebody uses an address that we give out: a person should look for it.
        about(query, log.atLevel(declined ? Level.WARN : Level.INFO))
            .addKeyValue("address", query.requestedAddress().orElse(query.message().ciaddr()))
            .log(declined ? "dhcp.decline" : "dhcp.release");
      }
      default ->
          about(query, log.atDebug())
              .addKeyValue("type", query.type().map(Enum::name).orElse("-"))
              .addKeyValue("reason", reason)
              .log("dhcp.ignored");
    }
  }

  static void leftOut(long lines) {
    log.atInfo().addKeyValue("lines", lines).log("dhcp.lines-left-out");
  }

  /** Once a minute for all that was refused for this reason on this link. */
  static void refused(DhcpQuery query, IgnoreReason reason, long count) {
    about(query, log.atWarn())
        .addKeyValue("relay", query.message().giaddr())
        .addKeyValue(
            "port",
            query
                .message()
                .options()
                .bytes(OptionCode.RELAY_AGENT_INFORMATION)
                .map(HexFormat.of()::formatHex)
                .orElse("-"))
        .addKeyValue("count", count)
        .log(event(reason));
  }

  /** As {@link #refused}, of a packet that nobody decoded. */
  static void dropped(ReceivedPacket packet, IgnoreReason reason, long count) {
    log.atWarn()
        .addKeyValue("interface", packet.arrival().name())
        .addKeyValue("from", packet.source())
        .addKeyValue("mac", chaddr(packet.bytes()))
        .addKeyValue("count", count)
        .log(event(reason));
  }

  /** In the last second. */
  static void unheard(ServedInterface arrival, long packets) {
    log.atWarn()
        .addKeyValue("interface", arrival.name())
        .addKeyValue("count", packets)
        .log(event(IgnoreReason.SOCKET_BUFFER_FULL));
  }

  private static String event(IgnoreReason reason) {
    return "dhcp." + reason.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** As far as there is one. */
  private static String chaddr(byte[] packet) {
    return packet.length < CHADDR_OFFSET + MacAddress.LENGTH
        ? "-"
        : HexFormat.ofDelimiter(":")
            .formatHex(packet, CHADDR_OFFSET, CHADDR_OFFSET + MacAddress.LENGTH);
  }

  static void malformed(ReceivedPacket packet, MalformedPacketException problem) {
    log.atDebug()
        .addKeyValue("interface", packet.arrival().name())
        .addKeyValue("reason", problem.getMessage())
        .addKeyValue("packet", hex(packet))
        .log("dhcp.malformed");
  }

  static void ourFault(
      ServedInterface arrival, Optional<ReceivedPacket> packet, RuntimeException fault) {
    log.atError()
        .addKeyValue("interface", arrival.name())
        .addKeyValue("packet", packet.map(DhcpLog::hex).orElse("-"))
        .setCause(fault)
        .log("dhcp.internal-error");
  }

  /** Somebody uses an address that we give out: a person should look for it. */
  static void addressInUse(OfferProbes.Conflict conflict) {
    log.atWarn()
        .addKeyValue("address", conflict.address())
        .addKeyValue("mac", conflict.user().mac().map(Object::toString).orElse("-"))
        .log("dhcp.address-in-use");
  }

  static void notDurable(RuntimeException fault) {
    log.atError().addKeyValue("reason", fault.getMessage()).log("dhcp.leases-not-durable");
  }

  static void durableAgain() {
    log.atInfo().log("dhcp.leases-durable-again");
  }

  private static LoggingEventBuilder about(DhcpQuery query, LoggingEventBuilder line) {
    DhcpMessage message = query.message();
    Object mac =
        message.hardware().isEthernet()
            ? message.hardware().mac()
            : HexFormat.ofDelimiter(":").formatHex(message.hardware().octets());
    return line.addKeyValue("interface", query.arrival().name())
        .addKeyValue("xid", message.xidText())
        .addKeyValue("mac", mac);
  }

  /** INFORM's ACK carries no yiaddr. */
  private static Ipv4Address assigned(DhcpMessage ack) {
    return ack.yiaddr().isAny() ? ack.ciaddr() : ack.yiaddr();
  }

  private static String hex(ReceivedPacket packet) {
    return HexFormat.of().formatHex(packet.bytes());
  }
}
