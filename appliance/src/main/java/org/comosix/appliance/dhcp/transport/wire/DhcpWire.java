package org.comosix.appliance.dhcp.transport.wire;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.conflict.OtherServers;
import org.comosix.appliance.dhcp.conflict.Prober;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.transport.ethernet.EthernetFrame;

/** DHCP below its sockets, put together. */
public final class DhcpWire implements AutoCloseable {

  private final List<ServedInterface> interfaces;
  private final WireLinks links;
  private final ArpProber arp = new ArpProber();
  private final NeighbourProber kernel = new NeighbourProber(NeighbourProber.TABLE);
  private final EchoProber echo;
  private final Prober prober;
  private final ServerWatch servers;
  private final ReplyFrames replies;

  /**
   * Nothing is opened yet.
   *
   * @param interfaces where DHCP listens
   * @param interfaceOf on whose network an address is; empty for those behind relays
   */
  public DhcpWire(
      WirePlan plan,
      List<ServedInterface> interfaces,
      Function<Ipv4Address, Optional<ServedInterface>> interfaceOf,
      DhcpCounters counters,
      InstantSource clock,
      ThreadFactory threads) {
    this.interfaces = List.copyOf(interfaces);
    links = new WireLinks(plan.serverPort(), threads);
    echo = new EchoProber(plan.probeWait(), threads);
    prober = new WireProber(interfaceOf, new Carrier(Carrier.INTERFACES), links, arp, kernel, echo);
    servers =
        new ServerWatch(
            new OtherServers(
                interfaces.stream()
                    .flatMap(served -> served.addresses().stream())
                    .collect(Collectors.toSet()),
                counters,
                clock));
    replies = new ReplyFrames(links, counters, plan.serverPort(), plan.clientPort());
  }

  /** Returns at once; until the links are open there are broadcasts and the kernel's ARP. */
  public void open() {
    links.open(interfaces, this::hears);
  }

  private void hears(ServedInterface served, EthernetFrame frame) {
    if (frame.type() == EthernetFrame.ARP) {
      arp.hears(frame);
    } else {
      servers.hears(served, frame);
    }
  }

  public Prober prober() {
    return prober;
  }

  public ReplyFrames replies() {
    return replies;
  }

  public ServerWatch servers() {
    return servers;
  }

  /** What a person should look at. */
  public Optional<String> problem() {
    return servers.problem();
  }

  @Override
  public void close() {
    links.close();
    echo.close();
    kernel.close();
  }
}
