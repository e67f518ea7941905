package org.comosix.appliance;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.comosix.appliance.boot.BootFileCatalog;
import org.comosix.appliance.boot.BootFiles;
import org.comosix.appliance.boot.BootLoaders;
import org.comosix.appliance.boot.BootTargets;
import org.comosix.appliance.boot.BootUrls;
import org.comosix.appliance.boot.DefaultBootPolicy;
import org.comosix.appliance.boot.KernelArgument;
import org.comosix.appliance.boot.KernelCommandLine;
import org.comosix.appliance.boot.NodeReports;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.dhcp.DhcpSubnet;
import org.comosix.appliance.dhcp.transport.DhcpPlan;
import org.comosix.appliance.dhcp.transport.DhcpService;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.ZoneDefinition;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.http.transport.HttpService;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.nfs.NfsPorts;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.transport.NfsService;
import org.comosix.appliance.ops.BootTimeline;
import org.comosix.appliance.ops.BootsJson;
import org.comosix.appliance.ops.HandleKeyFile;
import org.comosix.appliance.tftp.TftpLimits;
import org.comosix.appliance.tftp.transport.TftpService;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition root: settings in, rooms out; closes them in reverse.
 *
 * <p>DHCP comes last: a machine that got an address finds everything else in service.
 */
public final class Appliance implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(Appliance.class);

  private static final int TFTP_PORT = 69;
  private static final int BOOTS_KEPT = 100;

  /**
   * A socket that is open.
   *
   * @param service such as {@code dns}
   * @param protocol {@code udp} or {@code tcp}
   * @param where {@code 10.77.0.1:53}, or {@code eth1:67} for one bound to an interface
   */
  public record Listener(String service, String protocol, String where) {}

  private final ApplianceSettings settings;
  private final List<ServedLink> links;
  private final List<Ipv4Address> addresses;
  private final InstantSource clock = InstantSource.system();
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final List<Listener> listeners = new ArrayList<>();

  private Appliance(ApplianceSettings settings, List<ServedLink> links) {
    this.settings = settings;
    this.links = links;
    this.addresses = links.stream().map(ServedLink::address).toList();
  }

  /**
   * Starts every room.
   *
   * @param links where to serve, at least one
   * @throws org.comosix.appliance.transport.ListenException a port is taken; what was started is
   *     closed again
   */
  public static Appliance start(ApplianceSettings settings, List<ServedLink> links) {
    Appliance appliance = new Appliance(settings, links);
    try {
      appliance.startRooms();
    } catch (RuntimeException e) {
      appliance.close();
      throw e;
    }
    return appliance;
  }

  private void startRooms() {
    NettyRuntime runtime = keepOpen(new NettyRuntime(Runtime.getRuntime().availableProcessors()));
    ExecutorService disk = Executors.newFixedThreadPool(2, task -> daemon(task, "disk"));
    keepOpen((AutoCloseable) disk::shutdownNow);

    ImageCatalog images = ImageCatalog.open(settings.server().state(), clock);
    Nodes nodes = new ConfiguredNodes(settings.nodes());
    LeaseIndex leases = new LeaseIndex(clock);
    BootTargets targets = new BootTargets(nodes, leases, images, settings.boot().image());
    BootTimeline timeline = new BootTimeline(targets, BOOTS_KEPT);
    BootLoaders loaders = new BootLoaders(settings.boot().ipxeDirectory());
    BootUrls urls = new BootUrls(settings.boot().httpPort());
    BootFiles files = bootFiles(loaders, targets, urls, images);
    warnOfWhatIsMissing(images, loaders);

    startDns(runtime, nodes, leases);
    startNfs(runtime, images, timeline);
    startTftp(runtime, files, timeline, disk);
    startHttp(runtime, files, targets, timeline, disk);
    DefaultBootPolicy policy = new DefaultBootPolicy(loaders, targets, urls);
    DhcpService dhcp =
        keepOpen(
            new DhcpService(
                dhcpPlan(), leases, nodes, policy, timeline, clock, new UdpSocketFactory(runtime)));
    dhcp.start();
    links.forEach(
        link -> listeners.add(new Listener("dhcp", "udp", link.networkInterface() + ":67")));
  }

  private BootFiles bootFiles(
      BootLoaders loaders, BootTargets targets, BootUrls urls, ImageCatalog images) {
    KernelCommandLine commandLine =
        new KernelCommandLine(
            urls,
            settings.nfs().port(),
            KernelArgument.parseAll(settings.boot().kernelArguments()));
    return new BootFileCatalog(
        loaders, targets, images, images::bootArtifacts, urls, commandLine, clock.instant());
  }

  /** What does not stop us from serving, but would stop a machine from booting. */
  private void warnOfWhatIsMissing(ImageCatalog images, BootLoaders loaders) {
    if (images.current(settings.boot().image()).isEmpty()) {
      log.atWarn()
          .addKeyValue("image", settings.boot().image())
          .addKeyValue("remedy", "comosix image build " + settings.boot().image() + " --publish")
          .log("boot.no-image");
    }
    loaders
        .findings()
        .forEach(finding -> log.atWarn().addKeyValue("finding", finding).log("boot.no-loader"));
  }

  private void startDns(NettyRuntime runtime, Nodes nodes, LeaseIndex leases) {
    DnsSettings dns = settings.dns();
    ZoneDefinition zone =
        new ZoneDefinition(
            DomainName.parse(dns.zone()),
            dns.labels(),
            settings.dhcp().subnets().stream().map(SubnetSettings::subnet).toList(),
            addresses,
            dns.ttl());
    DnsService service =
        keepOpen(new DnsService(runtime, addresses, DnsService.PORT, zone, nodes, clock));
    leases.subscribe(service);
    service.start();
    listensOn("dns", DnsService.PORT, "udp", "tcp");
  }

  private void startNfs(NettyRuntime runtime, ImageCatalog images, BootTimeline timeline) {
    HandleKey key =
        new HandleKey(HandleKeyFile.in(settings.server().state()).read(HandleKey.LENGTH));
    int portmap = settings.nfs().portmap() ? NfsPorts.WELL_KNOWN.portmap() : NfsPorts.NO_PORTMAP;
    NfsPorts ports = new NfsPorts(portmap, settings.nfs().port());
    NfsService service =
        keepOpen(new NfsService(runtime, addresses, ports, images, key, timeline, clock));
    service.start();
    listensOn("nfs", ports.nfs(), "udp", "tcp");
    if (ports.hasPortmap()) {
      listensOn("portmap", ports.portmap(), "udp", "tcp");
    }
  }

  private void startTftp(
      NettyRuntime runtime, BootFiles files, BootTimeline timeline, ExecutorService disk) {
    keepOpen(
            new TftpService(
                runtime, addresses, TFTP_PORT, files, timeline, clock, disk, TftpLimits.DEFAULT))
        .start();
    listensOn("tftp", TFTP_PORT, "udp");
  }

  private void startHttp(
      NettyRuntime runtime,
      BootFiles files,
      BootTargets targets,
      BootTimeline timeline,
      ExecutorService disk) {
    NodeReports reports = new NodeReports(targets, timeline, clock);
    List<Ipv4Subnet> readers =
        settings.dhcp().subnets().stream().map(SubnetSettings::subnet).toList();
    HttpServer server =
        new HttpServer(
            files,
            reports,
            settings.boot().authorizedKeys(),
            Map.of(
                "v1/boots",
                timeline::toJson,
                "v1/nodes",
                () -> BootsJson.writeReports(reports.all())),
            readers);
    int port = settings.boot().httpPort();
    keepOpen(
            new HttpService(
                runtime, addresses, port, server, timeline, clock, disk, HttpLimits.DEFAULT))
        .start();
    listensOn("http", port, "tcp");
  }

  private DhcpPlan dhcpPlan() {
    return new DhcpPlan(
        settings.dhcp().subnets().stream().map(this::dhcpSubnet).toList(),
        links.stream().map(ServedLink::networkInterface).toList(),
        settings.server().state().resolve("leases"),
        settings.dns().labels());
  }

  private DhcpSubnet dhcpSubnet(SubnetSettings subnet) {
    // Our address in the client's own subnet where we have one; a relayed subnet asks whichever is
    // first.
    List<Ipv4Address> own =
        links.stream()
            .filter(link -> link.subnet().equals(subnet.subnet()))
            .map(ServedLink::address)
            .toList();
    return new DhcpSubnet(
        subnet.subnet(),
        subnet.pool(),
        subnet.router(),
        subnet.leaseTime(),
        own.isEmpty() ? addresses.subList(0, 1) : own,
        Optional.of(settings.dns().zone()),
        List.of());
  }

  private void listensOn(String service, int port, String... protocols) {
    for (Ipv4Address address : addresses) {
      for (String protocol : protocols) {
        listeners.add(new Listener(service, protocol, address + ":" + port));
      }
    }
  }

  private <T extends AutoCloseable> T keepOpen(T room) {
    open.push(room);
    return room;
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
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
