package org.comosix.appliance.dhcp.explain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.IgnoreReason;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.codec.DhcpCodec;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.dhcp.codec.HardwareAddress;
import org.comosix.appliance.dhcp.codec.MalformedPacketException;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.capture.CapturedDatagram;

/** Explains the messages of a capture one after the other, each at its own time. */
public final class CaptureExplainer {

  private static final int SERVER_PORT = 67;
  private static final int CLIENT_PORT = 68;

  private final QueryExplainer queries;
  private final ServerMessageExplainer servers;
  private final RehearsalClock clock;
  private final DhcpRules rules;
  private final Arrivals arrivals;
  private final Map<Transaction, DhcpMessage> asked = new HashMap<>();

  private record Transaction(int xid, HardwareAddress hardware) {}

  public CaptureExplainer(
      QueryExplainer queries,
      ServerMessageExplainer servers,
      RehearsalClock clock,
      DhcpRules rules,
      Arrivals arrivals) {
    this.queries = queries;
    this.servers = servers;
    this.clock = clock;
    this.rules = rules;
    this.arrivals = arrivals;
  }

  /** Whether it is between a DHCP server and its clients or relay agents, by its ports. */
  public static boolean isDhcp(CapturedDatagram datagram) {
    return Stream.of(datagram.sourcePort(), datagram.destinationPort())
            .allMatch(port -> port == SERVER_PORT || port == CLIENT_PORT)
        || datagram.destinationPort() == SERVER_PORT;
  }

  /** In the order of the capture. */
  public ExplainedMessage explain(int number, CapturedDatagram datagram) {
    clock.advanceTo(datagram.time());
    DhcpMessage message;
    try {
      message = DhcpCodec.decode(datagram.payload());
    } catch (MalformedPacketException e) {
      return new ExplainedMessage(number, datagram, Optional.empty(), malformed(e));
    }
    Transaction transaction = new Transaction(message.xid(), message.hardware());
    if (message.op() == DhcpMessage.BOOTREPLY) {
      Optional<DhcpMessage> query = Optional.ofNullable(asked.get(transaction));
      Explanation explanation = servers.explain(message, datagram.source(), query);
      return new ExplainedMessage(number, datagram, Optional.of(message), explanation);
    }
    asked.put(transaction, message);
    boolean broadcast = isBroadcast(datagram.destination());
    boolean heard = broadcast || arrivals.owning(datagram.destination()).isPresent();
    DhcpQuery query = new DhcpQuery(message, arrival(datagram, message), broadcast);
    Explanation explanation = queries.explain(query, heard);
    return new ExplainedMessage(
        number,
        datagram,
        Optional.of(message),
        heard ? explanation : unheard(datagram, explanation));
  }

  private static Explanation malformed(MalformedPacketException e) {
    IgnoreWords words = IgnoreWords.of(IgnoreReason.MALFORMED);
    return new Explanation(
        List.of(
            new Fact("answer", "none: " + words.why() + " (" + e.getMessage() + ")"),
            new Fact("remedy", words.remedy())),
        Optional.empty(),
        Optional.of(IgnoreReason.MALFORMED));
  }

  private boolean isBroadcast(Ipv4Address address) {
    return address.equals(Ipv4Address.BROADCAST)
        || rules.networks().stream()
            .flatMap(network -> network.subnets().stream())
            .anyMatch(subnet -> subnet.subnet().broadcast().equals(address));
  }

  private static Explanation unheard(CapturedDatagram datagram, Explanation explanation) {
    Fact unheard =
        new Fact(
            "heard",
            "no: it is sent to "
                + datagram.destination()
                + " alone, which is no address of this server; below is what it would answer");
    return new Explanation(
        Stream.concat(Stream.of(unheard), explanation.facts().stream()).toList(),
        explanation.reply(),
        explanation.ignored());
  }

  /** A capture rarely tells our interface, so the addresses in the message have to. */
  private ServedInterface arrival(CapturedDatagram datagram, DhcpMessage message) {
    return datagram
        .networkInterface()
        .flatMap(arrivals::named)
        .or(() -> arrivals.owning(datagram.destination()))
        .or(() -> arrivals.onTheLinkOf(message.ciaddr()))
        .or(
            () ->
                message
                    .options()
                    .address(OptionCode.REQUESTED_IP_ADDRESS)
                    .flatMap(arrivals::onTheLinkOf))
        .orElseGet(arrivals::first);
  }
}
