package org.comosix.appliance.dhcp.explain;

import java.util.List;
import java.util.stream.Collectors;
import org.comosix.appliance.dhcp.DhcpNetwork;
import org.comosix.appliance.dhcp.DhcpQuery;
import org.comosix.appliance.dhcp.NetworkSelector;
import org.comosix.appliance.dhcp.ReplyRoute;

/** Where the client is, and how the answer gets there. */
final class LinkWords {

  private LinkWords() {}

  static String of(DhcpQuery query, NetworkSelector.Selection selection) {
    return network(selection.network()) + ", " + rule(query, selection.by());
  }

  private static String network(DhcpNetwork network) {
    List<String> subnets =
        network.subnets().stream().map(subnet -> subnet.subnet().toString()).toList();
    return subnets.equals(List.of(network.name()))
        ? network.name()
        : network.name() + subnets.stream().collect(Collectors.joining(", ", " (", ")"));
  }

  private static String rule(DhcpQuery query, NetworkSelector.Rule rule) {
    return switch (rule) {
      case LINK_SELECTION -> "which the relay agent names in option 82 (RFC 3527)";
      case SUBNET_SELECTION -> "which a proxy asks for in option 118 (RFC 3011)";
      case RELAY_ADDRESS -> "where the relay agent's address " + query.message().giaddr() + " lies";
      case CLIENT_ADDRESS -> "where the client's own address lies";
      case INTERFACE -> "the network of the interface " + query.arrival().name();
    };
  }

  static String none(DhcpQuery query) {
    return query.message().isRelayed()
        ? "none: the relay agent " + query.message().giaddr() + " is in no configured subnet"
        : "none: no subnet is configured on the interface " + query.arrival().name();
  }

  static String route(ReplyRoute route, DhcpQuery query) {
    return switch (route.kind()) {
      case RELAY -> "to the relay agent " + route.address() + ", port 67, which passes it on";
      case CLIENT -> "to the client's own address " + route.address() + ", port 68";
      case BROADCAST ->
          "broadcast, port 68, since "
              + (query.message().wantsBroadcast()
                  ? "it sets the broadcast flag"
                  : "a refused address cannot be written to");
      case NEW_ADDRESS ->
          "to the client, which has no address yet: to its new one by its hardware address where"
              + " that can be done, else broadcast; port 68";
    };
  }
}
