package org.comosix.appliance.dhcp;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;

/** Finds the link a client is on (RFC 2131, section 4.3.1). A function. */
public final class NetworkSelector {

  private final List<DhcpNetwork> networks;
  private final Set<Ipv4Address> relays;

  /** By what a client's link was found. */
  public enum Rule {
    /** The relay agent names it in sub-option 5 of option 82 (RFC 3527). */
    LINK_SELECTION,
    /** A proxy that asks for the client names it in option 118 (RFC 3011). */
    SUBNET_SELECTION,
    /** It is the one on which the relay agent heard the client. */
    RELAY_ADDRESS,
    /** The client told us alone which address it has. */
    CLIENT_ADDRESS,
    /** We heard the client on this interface. */
    INTERFACE
  }

  /**
   * The link.
   *
   * @param by what told it
   */
  public record Selection(DhcpNetwork network, Rule by) {}

  /**
   * Knows all links.
   *
   * @param relays addresses of relay agents that lie in none of the subnets
   */
  public NetworkSelector(List<DhcpNetwork> networks, Set<Ipv4Address> relays) {
    this.networks = List.copyOf(networks);
    this.relays = Set.copyOf(relays);
  }

  /**
   * Empty when the link is none of ours. A relay agent's address has to be in a subnet of ours or
   * in the configured list, whatever else the message says: the reply is sent there, and nobody
   * shall make us send to strangers.
   */
  public Optional<Selection> select(DhcpQuery query) {
    return query.message().isRelayed() ? relayed(query) : direct(query);
  }

  private Optional<Selection> relayed(DhcpQuery query) {
    Ipv4Address relay = query.message().giaddr();
    if (!relays.contains(relay) && !isMachine(relay)) {
      return Optional.empty();
    }
    Optional<Ipv4Address> link = query.relayInformation().linkSelection();
    if (link.isPresent()) {
      return selection(link.get(), Rule.LINK_SELECTION);
    }
    Optional<Ipv4Address> wished = query.subnetSelection();
    return wished.isPresent()
        ? selection(wished.get(), Rule.SUBNET_SELECTION)
        : selection(relay, Rule.RELAY_ADDRESS);
  }

  /** In a subnet of ours; a reply to its broadcast address would go to everybody in it. */
  private boolean isMachine(Ipv4Address relay) {
    return containing(relay)
        .flatMap(network -> network.subnetOf(relay))
        .filter(subnet -> !subnet.subnet().isForAll(relay))
        .isPresent();
  }

  /** What was sent to us alone may come from behind a router. */
  private Optional<Selection> direct(DhcpQuery query) {
    Ipv4Address client = query.message().ciaddr();
    if (!query.broadcast() && !client.isAny()) {
      Optional<Selection> byClient = selection(client, Rule.CLIENT_ADDRESS);
      if (byClient.isPresent()) {
        return byClient;
      }
    }
    for (Ipv4Address own : query.arrival().addresses()) {
      Optional<Selection> byInterface = selection(own, Rule.INTERFACE);
      if (byInterface.isPresent()) {
        return byInterface;
      }
    }
    return Optional.empty();
  }

  private Optional<Selection> selection(Ipv4Address address, Rule rule) {
    return containing(address).map(network -> new Selection(network, rule));
  }

  private Optional<DhcpNetwork> containing(Ipv4Address address) {
    for (DhcpNetwork network : networks) {
      if (network.subnetOf(address).isPresent()) {
        return Optional.of(network);
      }
    }
    return Optional.empty();
  }
}
