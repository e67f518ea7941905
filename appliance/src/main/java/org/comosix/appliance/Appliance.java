package org.comosix.appliance;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.control.ControlCommand;
import org.comosix.appliance.control.ControlCommands;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.ControlRefusedException.Kind;
import org.comosix.appliance.control.transport.ControlService;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.ops.ControlSocketFile;
import org.comosix.appliance.transport.NettyRuntime;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: settings in, rooms out; closes them in reverse.
 *
 * <p>DHCP comes last: a machine that got an address finds everything else in service.
 */
public final class Appliance implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Appliance.class);

  /** For boot files that are not in memory yet; a disk gains little from more. */
  private static final int DISK_THREADS = 2;

  /** The control command that reads the configuration anew. */
  public static final String RELOAD = "reload";

  private static final long RELOAD_SECONDS = 60;

  /**
   * A socket that is open.
   *
   * @param service such as {@code dns}
   * @param protocol {@code udp} or {@code tcp}
   * @param where {@code 10.77.0.1:53}, or {@code eth1:67} for one bound to an interface
   */
  public record Listener(String service, String protocol, String where) {}

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Ipv4Address> addresses;
  private final ConfigSource source;
  private Optional<Rooms> rooms = Optional.empty();
  private ApplianceSettings settings;

  private Appliance(ApplianceSettings settings, List<Ipv4Address> addresses, ConfigSource source) {
    this.settings = settings;
    this.addresses = addresses;
    this.source = source;
  }

  /**
   * Starts every room.
   *
   * @param links where to serve, at least one
   * @param source where {@link #reload} reads
   * @throws org.comosix.appliance.transport.ListenException a port is taken; what was started is
   *     closed again
   */
  public static Appliance start(
      ApplianceSettings settings, List<ServedLink> links, ConfigSource source) {
    Appliance appliance = new Appliance(settings, addresses(links), source);
    try {
      appliance.startRooms(links);
    } catch (RuntimeException e) {
      appliance.close();
      throw e;
    }
    return appliance;
  }

  private static List<Ipv4Address> addresses(List<ServedLink> links) {
    return links.stream().map(ServedLink::address).toList();
  }

  private void startRooms(List<ServedLink> links) {
    NettyRuntime runtime = new NettyRuntime(Runtime.getRuntime().availableProcessors());
    open.push(runtime);
    ExecutorService disk = Executors.newFixedThreadPool(DISK_THREADS, Appliance::daemon);
    open.push(disk::shutdownNow);
    Rooms built = new Rooms(settings, links, runtime, disk);
    built.warnOfWhatIsMissing();
    rooms = Optional.of(built);

    open(built.dns, built.dns::start);
    listensOn("dns", DnsService.PORT, "udp", "tcp");
    open(built.nfs, built.nfs::start);
    listensOn("nfs", built.nfsPorts.nfs(), "udp", "tcp");
    listensOn(built.nfsPorts.helperName(), built.nfsPorts.helper(), "udp", "tcp");
    open(built.tftp, built.tftp::start);
    listensOn("tftp", Rooms.TFTP_PORT, "udp");
    open(built.http, built.http::start);
    listensOn("http", settings.boot().httpPort(), "tcp");
    open(built.dhcp, built.dhcp::start);
    links.forEach(
        link -> listeners.add(new Listener("dhcp", "udp", link.networkInterface() + ":67")));
    // All leases are known now.
    built.dns.startUpdates();
    open(built.siteUpdates, () -> built.siteUpdates.start(built.dns));
    // The last of all: whoever holds the leases may take a socket over that a dead one has left.
    ControlService control = control(runtime, built);
    open(control, control::start);
  }

  private ControlService control(NettyRuntime runtime, Rooms built) {
    Path state = settings.server().state();
    Map<String, ControlCommand> commands = new LinkedHashMap<>(built.leaseCommands().all());
    commands.put(RELOAD, arguments -> reload());
    return new ControlService(
        runtime,
        ControlSocketFile.of(state, System.getenv()),
        new ControlCommands(state.toString(), commands));
  }

  /**
   * Reads the configuration anew and serves by it: all of it, or nothing of it. Sockets stay open
   * and no packet is lost. Any thread.
   *
   * @return how many subnets and nodes are served now
   * @throws ControlRefusedException it is wrong, or a key differs that needs a restart; nothing has
   *     changed
   */
  public synchronized Map<String, ?> reload() throws ControlRefusedException {
    ConfigSource.Fresh fresh = source.read();
    List<String> keys = RestartKeys.between(settings, fresh.settings());
    if (keys.isEmpty() && !addresses(fresh.links()).equals(addresses)) {
      keys = List.of("the addresses of server.interfaces");
    }
    if (!keys.isEmpty()) {
      throw new ControlRefusedException(
          Kind.REFUSED,
          keys.stream().map(key -> "needs a restart: " + key + "; nothing has changed").toList());
    }
    try {
      rooms
          .orElseThrow()
          .reload(fresh.settings(), fresh.links())
          .get(RELOAD_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException | IllegalArgumentException e) {
      // Such as a secret that is not to be read any more since it was checked.
      throw new ControlRefusedException(Kind.FAILED, "the reload failed: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ControlRefusedException(Kind.FAILED, "the appliance is stopping");
    }
    settings = fresh.settings();
    int subnets = settings.dhcp().subnets().size();
    int nodes = settings.nodes().size();
    log.atInfo().addKeyValue("subnets", subnets).addKeyValue("nodes", nodes).log("server.reloaded");
    return Map.of("subnets", subnets, "nodes", nodes);
  }

  /** Kept for closing before it starts: one that starts half must be closed too. */
  private void open(AutoCloseable room, Runnable start) {
    open.push(room);
    start.run();
  }

  private void listensOn(String service, int port, String... protocols) {
    for (Ipv4Address address : addresses) {
      for (String protocol : protocols) {
        listeners.add(new Listener(service, protocol, address + ":" + port));
      }
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "disk");
    thread.setDaemon(true);
    return thread;
  }

  public List<Listener> listeners() {
    return List.copyOf(listeners);
  }

  /** The last started is closed first; one that fails does not keep the others open. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        log.atError().setCause(e).log("server.close-failed");
      }
    }
  }
}
