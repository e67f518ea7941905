package org.comosix.appliance.dhcp.explain;

import java.util.Optional;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.RequestState;
import org.comosix.appliance.dhcp.codec.MessageType;
import org.comosix.appliance.domain.Ipv4Address;

/** What a message is, by the paragraph of RFC 2131 that treats it. */
final class StateWords {

  private StateWords() {}

  static String of(DhcpQuery query) {
    Optional<MessageType> type = query.type();
    if (type.isEmpty()) {
      return query.message().isBootp()
          ? "BOOTP: it asks for the address that is kept for it (RFC 951)"
          : "a message without a type that is known";
    }
    Ipv4Address ciaddr = query.message().ciaddr();
    return switch (type.get()) {
      case DISCOVER -> "DISCOVER: it looks for servers (RFC 2131, section 4.3.1)" + wish(query);
      case REQUEST ->
          RequestState.of(query)
              .map(state -> request(query, state))
              .orElse("REQUEST: of no state that section 4.3.2 of RFC 2131 has");
      case DECLINE ->
          "DECLINE: it found "
              + query.requestedAddress().map(Ipv4Address::toString).orElse("no address")
              + " in use (RFC 2131, section 4.3.3)";
      case RELEASE -> "RELEASE: it gives " + ciaddr + " back (RFC 2131, section 4.3.4)";
      case INFORM ->
          "INFORM: it has " + ciaddr + " and asks for the rest (RFC 2131, section 4.3.5)";
      case OFFER, ACK, NAK -> type.get() + ": what servers say";
    };
  }

  private static String wish(DhcpQuery query) {
    return query.requestedAddress().map(address -> " and would like " + address).orElse("");
  }

  private static String request(DhcpQuery query, RequestState state) {
    Ipv4Address ciaddr = query.message().ciaddr();
    String address = query.requestedAddress().orElse(ciaddr).toString();
    String words =
        switch (state) {
          case SELECTING ->
              "it takes "
                  + address
                  + ", the offer of server "
                  + query.serverIdentifier().orElse(Ipv4Address.ANY);
          case INIT_REBOOT -> "it remembers " + address + " and asks whether that is still right";
          case RENEWING -> "it prolongs its lease of " + ciaddr + " and asks this server alone";
          case REBINDING -> "it prolongs its lease of " + ciaddr + " and asks every server";
        };
    String name = state.name().replace('_', '-');
    return "REQUEST: " + words + " (RFC 2131, section 4.3.2, " + name + ")";
  }
}
