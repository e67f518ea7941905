package org.comosix.appliance.dhcp.transport.wire;

import java.util.Optional;
import java.util.function.Function;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.conflict.Prober;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ethernet.EthernetLink;

/** Asks each address in the way that reaches it. */
final class WireProber implements Prober {

  private final Function<Ipv4Address, Optional<ServedInterface>> interfaceOf;
  private final Carrier carrier;
  private final WireLinks links;
  private final ArpProber arp;
  private final NeighbourProber kernel;
  private final EchoProber echo;

  /**
   * With its three ways.
   *
   * @param interfaceOf on whose network an address is; empty for those behind relays
   */
  WireProber(
      Function<Ipv4Address, Optional<ServedInterface>> interfaceOf,
      Carrier carrier,
      WireLinks links,
      ArpProber arp,
      NeighbourProber kernel,
      EchoProber echo) {
    this.interfaceOf = interfaceOf;
    this.carrier = carrier;
    this.links = links;
    this.arp = arp;
    this.kernel = kernel;
    this.echo = echo;
  }

  @Override
  public boolean ask(Question question) {
    Optional<ServedInterface> direct = interfaceOf.apply(question.address());
    if (direct.isEmpty()) {
      return echo.ask(question);
    }
    if (!carrier.isOn(direct.get().name())) {
      return false;
    }
    Optional<EthernetLink> link = links.on(direct.get());
    return link.isPresent() ? arp.ask(link.get(), question) : kernel.ask(question);
  }

  @Override
  public Optional<User> answer(Ipv4Address address) {
    // Only the one that was asked knows of it.
    return arp.answer(address).or(() -> kernel.answer(address)).or(() -> echo.answer(address));
  }
}
