package org.comosix.appliance;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.domain.Ipv4Address;
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

  private Appliance(List<Ipv4Address> addresses) {
    this.addresses = addresses;
  }

  /**
   * Starts every room.
   *
   * @param links where to serve, at least one
   * @throws org.comosix.appliance.transport.ListenException a port is taken; what was started is
   *     closed again
   */
  public static Appliance start(ApplianceSettings settings, List<ServedLink> links) {
    Appliance appliance = new Appliance(links.stream().map(ServedLink::address).toList());
    try {
      appliance.startRooms(settings, links);
    } catch (RuntimeException e) {
      appliance.close();
      throw e;
    }
    return appliance;
  }

  private void startRooms(ApplianceSettings settings, List<ServedLink> links) {
    NettyRuntime runtime = new NettyRuntime(Runtime.getRuntime().availableProcessors());
    open.push(runtime);
    ExecutorService disk = Executors.newFixedThreadPool(DISK_THREADS, Appliance::daemon);
    open.push(disk::shutdownNow);
    Rooms rooms = new Rooms(settings, links, runtime, disk);
    rooms.warnOfWhatIsMissing();

    open(rooms.dns, rooms.dns::start);
    listensOn("dns", DnsService.PORT, "udp", "tcp");
    open(rooms.nfs, rooms.nfs::start);
    listensOn("nfs", rooms.nfsPorts.nfs(), "udp", "tcp");
    listensOn(rooms.nfsPorts.helperName(), rooms.nfsPorts.helper(), "udp", "tcp");
    open(rooms.tftp, rooms.tftp::start);
    listensOn("tftp", Rooms.TFTP_PORT, "udp");
    open(rooms.http, rooms.http::start);
    listensOn("http", settings.boot().httpPort(), "tcp");
    open(rooms.dhcp, rooms.dhcp::start);
    links.forEach(
        link -> listeners.add(new Listener("dhcp", "udp", link.networkInterface() + ":67")));
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
