package org.comosix.appliance.dhcp.transport;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.comosix.appliance.boot.BootObserver;
import org.comosix.appliance.boot.BootPolicy;
import org.comosix.appliance.dhcp.DhcpCounters;
import org.comosix.appliance.dhcp.DhcpNetwork;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.DhcpServer;
import org.comosix.appliance.dhcp.NodeReservations;
import org.comosix.appliance.dhcp.OfferGuard;
import org.comosix.appliance.dhcp.RelayPortLimit;
import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.dhcp.conflict.OfferProbes;
import org.comosix.appliance.dhcp.conflict.ProbeLimits;
import org.comosix.appliance.dhcp.transport.wire.DhcpWire;
import org.comosix.appliance.dhcp.transport.wire.WirePlan;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseBook;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseHealth;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.lease.journal.FileLeaseJournal;
import org.comosix.appliance.transport.UdpSocketFactory;

/**
 * The DHCP server, put together: lease journal and book, decisions, sockets.
 *
 * <p>The {@link LeaseIndex} is made by the caller, because rooms that are built before this one
 * read it.
 */
public final class DhcpService implements AutoCloseable, LeaseHealth {

  private static final Duration NO_PROBES = Duration.ZERO;

  private final DhcpPlan plan;
  private final LeaseIndex index;
  private final Nodes nodes;
  private final BootPolicy policy;
  private final BootObserver observer;
  private final InstantSource clock;
  private final LeaseClock leaseClock;
  private final UdpSocketFactory sockets;
  private final DhcpCounters counters = new DhcpCounters();
  private final ExecutorService compactor =
      Executors.newSingleThreadExecutor(task -> daemon(task, "lease-compactor"));

  private Set<Ipv4Address> own = Set.of();
  private OfferGuard guard = OfferGuard.ADMITS_ALL;
  private volatile DhcpRules serving;
  private Optional<LeaseBook> book = Optional.empty();
  private Optional<DhcpWire> wire = Optional.empty();
  private Optional<DhcpBatch> batch = Optional.empty();
  private Optional<DhcpEndpoint> endpoint = Optional.empty();

  public DhcpService(
      DhcpPlan plan,
      LeaseIndex index,
      Nodes nodes,
      BootPolicy policy,
      BootObserver observer,
      InstantSource clock,
      UdpSocketFactory sockets) {
    this(plan, index, nodes, policy, observer, clock, LeaseClock.neverSet(clock), sockets);
  }

  /**
   * A service that knows when its clock is set.
   *
   * @param leaseClock what dates leases; otherwise as {@code clock}
   */
  public DhcpService(
      DhcpPlan plan,
      LeaseIndex index,
      Nodes nodes,
      BootPolicy policy,
      BootObserver observer,
      InstantSource clock,
      LeaseClock leaseClock,
      UdpSocketFactory sockets) {
    this.plan = plan;
    this.serving = plan.rules();
    this.index = index;
    this.nodes = nodes;
    this.policy = policy;
    this.observer = observer;
    this.clock = clock;
    this.leaseClock = leaseClock;
    this.sockets = sockets;
  }

  /**
   * Reads the leases, binds the sockets and serves. Once.
   *
   * @throws org.comosix.appliance.transport.ListenException a socket could not be bound
   * @throws org.comosix.appliance.lease.LeaseJournalException the leases could not be read
   */
  public void start() {
    List<ServedInterface> interfaces =
        plan.interfaces().stream()
            .map(name -> HostInterfaces.find(name, plan.ports().server()))
            .toList();
    own =
        interfaces.stream()
            .flatMap(served -> served.addresses().stream())
            .collect(Collectors.toSet());
    DhcpRules rules = plan.rules().keeping(own);
    serving = rules;
    DhcpWire links =
        new DhcpWire(
            new WirePlan(
                plan.ports().server(), plan.ports().client(), plan.probeWait().orElse(NO_PROBES)),
            interfaces,
            address -> directly(address, serving, interfaces),
            counters,
            clock,
            task -> daemon(task, "dhcp-wire"));
    wire = Optional.of(links);
    LeaseBook leases =
        new LeaseBook(
            rules.pools(),
            new NodeReservations(nodes),
            new FileLeaseJournal(plan.leaseDirectory(), compactor, clock),
            index,
            leaseClock,
            plan.limits().leases());
    book = Optional.of(leases);
    leases.open();
    Optional<OfferProbes> probes =
        plan.probeWait()
            .map(
                wait ->
                    new OfferProbes(
                        ProbeLimits.standard(wait), links.prober(), leases, counters, clock));
    guard = probes.map(OfferGuard.class::cast).orElse(OfferGuard.ADMITS_ALL);
    Drops drops = new Drops(counters, clock);
    DhcpBatch deciding =
        new DhcpBatch(
            server(rules, leases),
            new RelayPortLimit(plan.limits().relayPortLeases(), clock),
            leases,
            counters,
            drops);
    batch = Optional.of(deciding);
    PacketQueue queue = new PacketQueue();
    PacketGate gate =
        new PacketGate(queue, new KnownClients(nodes, index), plan.limits(), drops, clock);
    DhcpEndpoint started =
        new DhcpEndpoint(
            plan.ports(),
            queue,
            gate,
            deciding,
            leases,
            counters,
            drops,
            observer,
            new DhcpConflicts(probes, links.replies(), links.servers()),
            clock,
            task -> daemon(task, "dhcp"));
    started.start(sockets, interfaces);
    endpoint = Optional.of(started);
    // Last, so that loading libpcap takes nothing from the start.
    links.open();
  }

  /**
   * Does something with the leases on the thread that owns them, between two batches. What it
   * leaves staged is undone.
   */
  public <T> CompletableFuture<T> onLeaseThread(Function<LeaseBook, T> work) {
    LeaseBook leases = book.orElseThrow();
    return endpoint
        .orElseThrow()
        .tasks()
        .submit(
            () -> {
              try {
                return work.apply(leases);
              } finally {
                leases.rollback();
              }
            });
  }

  /**
   * Serves by other rules from the next batch on. Sockets stay open, what waits in them and in the
   * queue is decided by the new rules, and leases stay as they are.
   *
   * @param also done in the same moment on the same thread: what must change together with the
   *     rules
   */
  public CompletableFuture<Void> reload(DhcpRules rules, Runnable also) {
    DhcpRules kept = rules.keeping(own);
    DhcpServer next = server(kept, book.orElseThrow());
    return onLeaseThread(
        leases -> {
          also.run();
          leases.reconfigure(kept.pools(), new NodeReservations(nodes));
          batch.orElseThrow().use(next);
          serving = kept;
          return null;
        });
  }

  private DhcpServer server(DhcpRules rules, LeaseBook leases) {
    return new DhcpServer(rules, nodes, leases, policy, own, guard);
  }

  /** What came, what was answered, why the rest was not. */
  public DhcpCounters counters() {
    return counters;
  }

  /** The port bound on an interface; for tests, which let the system choose. */
  public int port(String networkInterface) {
    return endpoint.orElseThrow().port(networkInterface);
  }

  @Override
  public Optional<String> problem() {
    return book.flatMap(LeaseHealth::problem);
  }

  /** What is wrong around us: another DHCP server. Any thread. */
  public Optional<String> networkProblem() {
    return wire.flatMap(DhcpWire::problem);
  }

  /** Stops serving, then closes the journal. */
  @Override
  public void close() {
    endpoint.ifPresent(DhcpEndpoint::close);
    wire.ifPresent(DhcpWire::close);
    book.ifPresent(LeaseBook::close);
    compactor.shutdown();
  }

  /** The interface on whose link the address is; empty for those behind relays. */
  private static Optional<ServedInterface> directly(
      Ipv4Address address, DhcpRules rules, List<ServedInterface> interfaces) {
    for (DhcpNetwork network : rules.networks()) {
      if (network.subnetOf(address).isPresent()) {
        return interfaces.stream()
            .filter(
                served ->
                    served.addresses().stream().anyMatch(own -> network.subnetOf(own).isPresent()))
            .findFirst();
      }
    }
    return Optional.empty();
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }
}
