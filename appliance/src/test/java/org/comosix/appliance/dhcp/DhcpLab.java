package org.comosix.appliance.dhcp;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.comosix.appliance.boot.BootOffer;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.domain.AddressRange;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineIdentity;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.Node;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.AddressPool;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.lease.LeaseJournal;
import org.comosix.appliance.lease.LeaseJournalException;
import org.comosix.appliance.lease.LeaseLimits;
import org.comosix.appliance.testkit.FakeClock;

/**
 * A real {@link DhcpServer} over a real {@link LeaseBook}, with a clock that the story turns and a
 * disk that it can break. Two networks: 10.77.0.0/24, where the server stands, and 10.88.0.0/24
 * behind the relay 10.88.0.1.
 */
final class DhcpLab {

  static final Ipv4Address SERVER = Ipv4Address.parse("10.77.0.1");
  static final Ipv4Address RELAY = Ipv4Address.parse("10.88.0.1");
  static final NodeLabels LABELS = new NodeLabels("om_", "om-");
  static final Duration LEASE_TIME = Duration.ofHours(1);
  static final ServedInterface ETH = new ServedInterface("eth1", List.of(SERVER));

  final FakeClock clock = new FakeClock();
  final LabNodes nodes = new LabNodes();
  final LabJournal disk = new LabJournal();
  OfferGuard guard = OfferGuard.ADMITS_ALL;
  BootPolicy policy = request -> Optional.empty();
  LeaseIndex index = new LeaseIndex(clock);
  private final DhcpRules rules;
  private LeaseBook book;
  private DhcpServer server;
  private RelayPortLimit relayPorts = new RelayPortLimit(OptionalInt.empty(), clock);

  DhcpLab() {
    this("10.77.0.50-10.77.0.59");
  }

  DhcpLab(String pool) {
    this(
        DhcpRules.of(
            List.of(
                subnet("10.77.0.0/24", pool, "10.77.0.1"),
                subnet("10.88.0.0/24", "10.88.0.50-10.88.0.59", "10.88.0.1")),
            LABELS));
  }

  DhcpLab(DhcpRules rules) {
    this.rules = rules;
    book = newBook();
    server = newServer();
  }

  DhcpLab withLeasesForEachRelayPort(int most) {
    relayPorts = new RelayPortLimit(OptionalInt.of(most), clock);
    return this;
  }

  static DhcpSubnet subnet(String network, String pool, String router) {
    return new DhcpSubnet(
        Ipv4Subnet.parse(network),
        List.of(
            new AddressPool(
                Ipv4Subnet.parse(network),
                List.of(AddressRange.parse(pool)),
                Set.of(SERVER, RELAY))),
        Optional.of(Ipv4Address.parse(router)),
        LEASE_TIME,
        List.of(SERVER),
        Optional.of("lab.example"),
        DhcpOptions.NONE);
  }

  DhcpClientSim client(String mac) {
    return new DhcpClientSim(this, MacAddress.parse(mac));
  }

  /** The process is gone, with all it had in memory; the disk is not. */
  void powerCut() {
    index = new LeaseIndex(clock);
    book = newBook();
    server = newServer();
  }

  /** Decides, commits, and gives the reply away, as the endpoint does. */
  DhcpOutcome send(DhcpQuery query) {
    book.expire();
    DhcpOutcome outcome = relayPorts.decide(query, server::handle);
    try {
      book.commit();
      return outcome;
    } catch (LeaseJournalException e) {
      return relayPorts.decide(query, server::handle);
    }
  }

  /** Decides queries again, as the endpoint does with those that waited. */
  List<DhcpOutcome> sendAgain(List<DhcpQuery> queries) {
    List<DhcpOutcome> outcomes =
        queries.stream().map(query -> relayPorts.decide(query, server::handle)).toList();
    book.commit();
    return outcomes;
  }

  LeaseBook book() {
    return book;
  }

  /** Everybody gets this file. */
  void boots(String file) {
    policy =
        request ->
            Optional.of(
                new BootOffer(
                    request.server(),
                    file,
                    Optional.empty(),
                    Optional.of("10.77.0.1:/comosix/d/1")));
  }

  Node knows(String name, String mac, String address) {
    Node node =
        new Node(
            NodeName.parse(name),
            MacAddress.parse(mac),
            Optional.of(address).filter(text -> !text.isEmpty()).map(Ipv4Address::parse),
            Optional.empty());
    nodes.known.put(node.mac(), node);
    return node;
  }

  /** A machine known by something other than its hardware address. */
  Node knows(String name, MachineIdentity identity, String address, MachineRole role) {
    Node node =
        new Node(
            NodeName.parse(name),
            identity,
            Optional.of(Ipv4Address.parse(address)),
            Optional.empty(),
            role);
    nodes.known.put(node.mac(), node);
    return node;
  }

  /** The lease that is on disk for this address. */
  Lease durable(Ipv4Address address) {
    return Optional.ofNullable(disk.durable.get(address)).orElseThrow();
  }

  private LeaseBook newBook() {
    LeaseBook fresh =
        new LeaseBook(
            rules.pools(),
            new NodeReservations(nodes),
            disk,
            index,
            LeaseClock.neverSet(clock),
            LeaseLimits.DEFAULT);
    fresh.open();
    return fresh;
  }

  private DhcpServer newServer() {
    return new DhcpServer(
        rules,
        nodes,
        book,
        request -> policy.offer(request),
        Set.of(SERVER),
        (query, claim, address) -> guard.admits(query, claim, address));
  }

  /** Nodes as a story declares them. */
  static final class LabNodes implements Nodes {

    final Map<MacAddress, Node> known = new LinkedHashMap<>();

    @Override
    public Optional<Node> byMac(MacAddress mac) {
      return Optional.ofNullable(known.get(mac));
    }

    @Override
    public Optional<Node> byName(NodeName name) {
      return all().stream().filter(node -> node.name().equals(name)).findFirst();
    }

    @Override
    public Optional<Node> byAddress(Ipv4Address address) {
      return all().stream().filter(node -> node.address().equals(Optional.of(address))).findFirst();
    }

    @Override
    public Collection<Node> all() {
      return known.values();
    }
  }

  /** What is durable, in memory; the real journal has tests of its own. */
  static final class LabJournal implements LeaseJournal {

    final Map<Ipv4Address, Lease> durable = new LinkedHashMap<>();
    boolean full;
    int forces;

    @Override
    public void replay(Consumer<Lease> leases) {
      durable.values().forEach(leases);
    }

    @Override
    public void append(List<Lease> batch, Supplier<Collection<Lease>> all) {
      if (full) {
        throw new LeaseJournalException("no space left on device");
      }
      forces++;
      batch.forEach(lease -> durable.put(lease.address(), lease));
    }

    @Override
    public void close() {}
  }
}
