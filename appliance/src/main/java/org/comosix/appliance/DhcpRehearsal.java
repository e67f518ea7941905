package org.comosix.appliance;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comosix.appliance.boot.BootLoaders;
import org.comosix.appliance.boot.BootTargets;
import org.comosix.appliance.boot.BootUrls;
import org.comosix.appliance.boot.DefaultBootPolicy;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.NodeReservations;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.explain.Arrivals;
import org.comosix.appliance.dhcp.explain.CaptureExplainer;
import org.comosix.appliance.dhcp.explain.MachineExplainer;
import org.comosix.appliance.dhcp.explain.QueryExplainer;
import org.comosix.appliance.dhcp.explain.RehearsalClock;
import org.comosix.appliance.dhcp.explain.ServerMessageExplainer;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.lease.RehearsedLeases;
import org.comosix.appliance.lease.journal.JournalReader;

/**
 * The DHCP server as it would be after a start now, on a copy of the leases: it decides, but opens
 * no socket and writes nothing.
 */
public final class DhcpRehearsal {

  private final DhcpRules rules;
  private final List<ServedInterface> interfaces;
  private final Arrivals arrivals;
  private final RehearsalClock clock;
  private final Nodes nodes;
  private final LeaseIndex index;
  private final QueryExplainer queries;
  private final Set<Ipv4Address> own;

  /**
   * Reads the leases of the state directory, from which an appliance may be serving.
   *
   * @param links where it serves, at least one
   * @param now the time at which it begins
   * @throws org.comosix.appliance.lease.LeaseJournalException the leases cannot be read
   */
  public DhcpRehearsal(ApplianceSettings settings, List<ServedLink> links, Instant now) {
    Path state = settings.server().state();
    own = links.stream().map(ServedLink::address).collect(Collectors.toSet());
    interfaces = interfaces(links);
    rules = DhcpSetup.rules(settings, links).keeping(own);
    arrivals = new Arrivals(rules, interfaces);
    clock = new RehearsalClock(now);
    nodes = new ConfiguredNodes(settings.nodes());
    index = new LeaseIndex(clock);
    Collection<Lease> leases = JournalReader.read(state.resolve("leases"));
    LeaseBook book =
        new LeaseBook(
            rules.pools(),
            new NodeReservations(nodes),
            new RehearsedLeases(leases),
            index,
            LeaseClock.neverSet(clock),
            DhcpSetup.limits(settings, 0).leases());
    book.open();
    Generations images = ImageCatalog.openToLook(state, clock);
    BootTargets targets = new BootTargets(nodes, index, images, settings.boot().image());
    DefaultBootPolicy policy =
        new DefaultBootPolicy(
            new BootLoaders(settings.boot().ipxeDirectory()),
            targets,
            new BootUrls(settings.boot().httpPort()));
    queries =
        new QueryExplainer(
            rules,
            nodes,
            book,
            index,
            policy,
            own,
            mac -> nothingToBoot(targets.imageOf(mac), images));
  }

  private static String nothingToBoot(ImageName image, Generations images) {
    return images.current(image).isEmpty()
        ? "no generation of its image " + image + " is published; comosix image list"
        : "there is no boot loader for its architecture; apt install ipxe";
  }

  private static List<ServedInterface> interfaces(List<ServedLink> links) {
    Map<String, List<Ipv4Address>> addresses = new LinkedHashMap<>();
    links.forEach(
        link ->
            addresses.merge(
                link.networkInterface(),
                List.of(link.address()),
                (before, added) -> Stream.concat(before.stream(), added.stream()).toList()));
    return addresses.entrySet().stream()
        .map(each -> new ServedInterface(each.getKey(), each.getValue()))
        .toList();
  }

  /** Where it serves. */
  public List<ServedInterface> interfaces() {
    return interfaces;
  }

  /** The one that would hear a client with this address. */
  public Optional<ServedInterface> interfaceFor(Ipv4Address client) {
    return arrivals.onTheLinkOf(client);
  }

  public Nodes nodes() {
    return nodes;
  }

  /** The leases of the copy. */
  public LeaseIndex leases() {
    return index;
  }

  /** For messages as they come in a capture. */
  public CaptureExplainer ofCapture() {
    return new CaptureExplainer(
        queries, new ServerMessageExplainer(rules, index, own), clock, rules, arrivals);
  }

  /** For one machine, connected to this interface. */
  public MachineExplainer ofMachine(ServedInterface arrival) {
    return new MachineExplainer(queries, arrival);
  }
}
