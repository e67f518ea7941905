package org.comosix.appliance.dns;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.comosix.appliance.dns.accept.AcceptedUpdates;
import org.comosix.appliance.dns.accept.UpdatePolicy;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.dns.transport.ConnectionLimits;
import org.comosix.appliance.dns.transport.DnsEndpoint;
import org.comosix.appliance.dns.transport.Notifier;
import org.comosix.appliance.dns.tsig.Keyring;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseFeed;
import org.comosix.appliance.transport.NettyRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded name server. Reserved nodes resolve from the start, leases from the moment that the
 * feed tells them: a feed that waits for its listeners before the ACK leaves makes a node's name
 * resolve by the time the node has its address.
 */
public final class DnsService implements LeaseFeed.Listener, ServedZones, AutoCloseable {

  public static final int PORT = 53;

  private static final Logger log = LoggerFactory.getLogger(DnsService.class);

  private final NettyRuntime runtime;
  private final List<Ipv4Address> listen;
  private final int port;
  private final Recursion recursion;
  private final InstantSource clock;
  private final ZoneSerial serial;
  private final DnsCounters counters = new DnsCounters();
  private final Semaphore freeTransfers = new Semaphore(Transfers.MOST_AT_ONCE);

  /** What is served under one definition, replaced as a whole. */
  private record Served(
      ZoneDefinition definition,
      ZoneAccess access,
      NodeRecords records,
      NameBook book,
      NameTable table,
      DnsResponder responder) {}

  private volatile Served served;

  private final Optional<AcceptedUpdates> updates;

  /** What updates put into our zones: all that is durable. */
  private final RecordStore records = new RecordStore();

  /** What leases and updates did since a preparation began. */
  private Optional<Missed> meanwhile = Optional.empty();

  private record Missed(List<LeaseEvent> events, List<RrsetChange> records) {}

  private final List<NameListener> listeners = new ArrayList<>();

  private Optional<DnsEndpoint> endpoint = Optional.empty();
  private Optional<Notifier> notifier = Optional.empty();

  /** Resolves nothing for anybody but the names that are ours. */
  public DnsService(
      NettyRuntime runtime,
      List<Ipv4Address> listen,
      int port,
      ZoneDefinition definition,
      Nodes nodes,
      InstantSource clock) {
    this(runtime, listen, port, definition, ZoneAccess.NONE, nodes, Recursion.NONE, clock);
  }

  /**
   * Knows the names of reserved nodes; listens on nothing yet.
   *
   * @param listen addresses to answer on
   * @param port 53, or 0 for any free one
   * @param access keys, and who may copy the zones
   * @param recursion for names that are not ours
   */
  public DnsService(
      NettyRuntime runtime,
      List<Ipv4Address> listen,
      int port,
      ZoneDefinition definition,
      ZoneAccess access,
      Nodes nodes,
      Recursion recursion,
      InstantSource clock) {
    this(runtime, listen, port, definition, access, nodes, recursion, Optional.empty(), clock);
  }

  /**
   * The same for zones that others change.
   *
   * @param updates ours from now on: closed with this; without it no update is taken
   */
  public DnsService(
      NettyRuntime runtime,
      List<Ipv4Address> listen,
      int port,
      ZoneDefinition definition,
      ZoneAccess access,
      Nodes nodes,
      Recursion recursion,
      Optional<AcceptedUpdates> updates,
      InstantSource clock) {
    this.updates = updates;
    updates.ifPresent(
        accepted -> records.apply(accepted.records().stream().map(RrsetChange::added).toList()));
    this.runtime = runtime;
    this.listen = List.copyOf(listen);
    this.port = port;
    this.recursion = recursion;
    this.clock = clock;
    this.serial = new ZoneSerial(clock.instant().getEpochSecond());
    this.served = serving(definition, access, nodes, List.of(), records.asChanges());
    served.table().begin(clock.instant().getEpochSecond());
  }

  /**
   * Makes the names anew by another definition and for other nodes. Takes as long as there are many
   * leases, and nobody waits for it: queries are answered and leases change meanwhile.
   *
   * @param leases asked once for all, as they stand then
   * @return serves the new names, with what has changed meanwhile; on the lease thread. Lost when
   *     another preparation begins before it is run
   */
  public Runnable prepare(
      ZoneDefinition definition, ZoneAccess access, Nodes others, Supplier<List<Lease>> leases) {
    Missed missed = new Missed(new ArrayList<>(), new ArrayList<>());
    List<RrsetChange> accepted;
    synchronized (this) {
      meanwhile = Optional.of(missed);
      accepted = records.asChanges();
    }
    // Asked only now: what changes before is in it, what changes after is noted as well.
    Served prepared = serving(definition, access, others, leases.get(), accepted);
    List<NamesChange> names = told(prepared, prepared.book().all());
    return () -> take(prepared, names, missed);
  }

  private synchronized void take(Served prepared, List<NamesChange> names, Missed missed) {
    if (meanwhile.filter(noted -> noted.events() == missed.events()).isEmpty()) {
      throw new IllegalStateException("names that were prepared before others");
    }
    meanwhile = Optional.empty();
    prepared.table().begin(clock.instant().getEpochSecond());
    served = prepared;
    listeners.forEach(listener -> listener.all(names));
    accept(missed.records());
    changed(missed.events());
    notifier.ifPresent(this::notifyOfAll);
  }

  private Served serving(
      ZoneDefinition definition,
      ZoneAccess access,
      Nodes nodes,
      List<Lease> leases,
      List<RrsetChange> accepted) {
    Instant now = clock.instant();
    StaticNames names = new StaticNames(definition);
    UpdatedNames updated = new UpdatedNames();
    NodeRecords nodeRecords = new NodeRecords(definition, names, updated);
    // Nobody who may have no copy asks what changed in it.
    int kept = access.transferKeys().isEmpty() ? 0 : ZoneHistory.MOST_CHANGES;
    NameTable table =
        new NameTable(definition, names, updated, nodeRecords, new ZoneHistory(serial, kept));
    // First: a machine that wants the name of one of them gets another.
    table.accept(accepted, now.getEpochSecond());
    NameBook book = new NameBook(nodes, definition.labels(), nodeRecords);
    table.apply(book.reservations(), now.getEpochSecond());
    table.apply(book.leases(leases, now), now.getEpochSecond());
    Transfers transfers = new Transfers(table, access.transferKeys(), clock, freeTransfers);
    Keyring keys = new Keyring(access.keys());
    return new Served(
        definition,
        access,
        nodeRecords,
        book,
        table,
        new DnsResponder(
            table,
            keys,
            transfers,
            updates.map(taken -> new UpdateIntake(keys, access.updates(), taken, counters, clock)),
            counters,
            clock));
  }

  /**
   * Listens on all addresses.
   *
   * @throws org.comosix.appliance.transport.ListenException the system refused one; none is bound
   */
  public synchronized void start() {
    DnsEndpoint opened =
        DnsEndpoint.open(
            runtime, listen, port, this::responder, recursion, counters, ConnectionLimits.DEFAULT);
    endpoint = Optional.of(opened);
    Notifier telling = Notifier.open(runtime, listen.get(0));
    notifier = Optional.of(telling);
    notifyOfAll(telling);
    log.atInfo()
        .addKeyValue("zone", served.definition().zone())
        .addKeyValue("reverse-zones", served.definition().reverseZones().size())
        .addKeyValue("addresses", opened.udpAddresses())
        .log("dns.listening");
  }

  /**
   * Begins to make the updates that others sent; only when all leases are known, or a machine's
   * name would seem free.
   */
  public void startUpdates() {
    updates.ifPresent(accepted -> accepted.start(this));
  }

  @Override
  public synchronized void snapshot(List<Lease> leases) {
    Instant now = clock.instant();
    publish(served.book().leases(leases, now), now);
  }

  @Override
  public synchronized void changed(List<LeaseEvent> events) {
    Instant now = clock.instant();
    meanwhile.ifPresent(noted -> noted.events().addAll(events));
    List<NameChange> changes = new ArrayList<>();
    events.forEach(event -> served.book().take(event.lease(), now, changes));
    publish(changes, now);
  }

  private void publish(List<NameChange> changes, Instant now) {
    if (!changes.isEmpty()) {
      served.table().apply(changes, now.getEpochSecond());
      if (!listeners.isEmpty()) {
        List<NamesChange> told = told(served, changes);
        listeners.forEach(listener -> listener.changed(told));
      }
      if (!served.access().secondaries().isEmpty()) {
        notifier.ifPresent(telling -> telling.changed(served.table().zonesOf(changes)));
      }
    }
  }

  @Override
  public Optional<DomainName> zoneOf(DomainName name) {
    return served.table().zoneOf(name).map(Zone::apex);
  }

  @Override
  public List<Rrset> others(DomainName name) {
    return served.table().others(name, clock.instant().getEpochSecond());
  }

  @Override
  public boolean isKept(DomainName name) {
    return served.table().isKept(name);
  }

  @Override
  public UpdatePolicy policy() {
    return served.access().updates();
  }

  @Override
  public synchronized void accepted(List<RrsetChange> changes) {
    records.apply(changes);
    meanwhile.ifPresent(noted -> noted.records().addAll(changes));
    accept(changes);
  }

  /** A name that an update took or gave back may be one that a machine wants. */
  private void accept(List<RrsetChange> changes) {
    if (changes.isEmpty()) {
      return;
    }
    Instant now = clock.instant();
    served.table().accept(changes, now.getEpochSecond());
    DomainName zone = served.definition().zone();
    List<DomainName> names = changes.stream().map(RrsetChange::name).distinct().toList();
    publish(
        served
            .book()
            .reconsider(
                names.stream()
                    .filter(name -> name.parent().filter(zone::equals).isPresent())
                    .map(DomainName::firstLabel)
                    .toList()),
        now);
    if (!served.access().secondaries().isEmpty()) {
      List<DomainName> zones =
          names.stream().flatMap(name -> zoneOf(name).stream()).distinct().toList();
      notifier.ifPresent(telling -> telling.changed(zones));
    }
  }

  private static List<NamesChange> told(Served served, List<NameChange> changes) {
    return changes.stream().map(change -> new NamesChange(change, served.records())).toList();
  }

  /** Tells all names now, then each change, on the lease thread, for the life of the process. */
  public synchronized void follow(NameListener listener) {
    listener.all(told(served, served.book().all()));
    listeners.add(listener);
  }

  private void notifyOfAll(Notifier telling) {
    telling.secondaries(served.access().secondaries());
    telling.changed(served.table().zones());
  }

  /** What answers, apart from the sockets. */
  public DnsResponder responder() {
    return served.responder();
  }

  /** Counters by name, see {@link DnsCounters#snapshot}, and those of the recursion. */
  public Map<String, Long> counters() {
    Map<String, Long> all = new TreeMap<>(counters.snapshot());
    all.putAll(recursion.counters());
    updates.ifPresent(accepted -> all.putAll(accepted.counters()));
    return all;
  }

  /** What keeps changes that others ask for from being made, for people. */
  public Optional<String> problem() {
    return updates.flatMap(AcceptedUpdates::problem);
  }

  /** Where UDP queries are taken, in the order of the addresses given; none before the start. */
  public synchronized List<InetSocketAddress> udpAddresses() {
    return endpoint.map(DnsEndpoint::udpAddresses).orElse(List.of());
  }

  /** Where TCP connections are taken, in the order of the addresses given. */
  public synchronized List<InetSocketAddress> tcpAddresses() {
    return endpoint.map(DnsEndpoint::tcpAddresses).orElse(List.of());
  }

  @Override
  public void close() {
    // It may be waiting for this.
    updates.ifPresent(AcceptedUpdates::close);
    closeSockets();
  }

  private synchronized void closeSockets() {
    notifier.ifPresent(Notifier::close);
    notifier = Optional.empty();
    endpoint.ifPresent(DnsEndpoint::close);
    endpoint = Optional.empty();
  }
}
