package org.comosix.appliance;

import java.security.SecureRandom;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
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
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.control.leases.LeaseCommands;
import org.comosix.appliance.control.leases.LeaseWork;
import org.comosix.appliance.dhcp.DhcpRules;
import org.comosix.appliance.dhcp.transport.DhcpPlan;
import org.comosix.appliance.dhcp.transport.DhcpPorts;
import org.comosix.appliance.dhcp.transport.DhcpService;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.ZoneDefinition;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.forward.ForwardRules;
import org.comosix.appliance.dns.forward.transport.Forwarder;
import org.comosix.appliance.dns.update.SiteUpdates;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.http.HttpLimits;
import org.comosix.appliance.http.HttpServer;
import org.comosix.appliance.http.transport.HttpService;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.inventory.CurrentNodes;
import org.comosix.appliance.inventory.Nodes;
import org.comosix.appliance.lease.LeaseClock;
import org.comosix.appliance.lease.LeaseIndex;
import org.comosix.appliance.nfs.NfsPorts;
import org.comosix.appliance.nfs.handle.HandleKey;
import org.comosix.appliance.nfs.transport.NfsService;
import org.comosix.appliance.ops.BootTimeline;
import org.comosix.appliance.ops.BootsJson;
import org.comosix.appliance.ops.HandleKeyFile;
import org.comosix.appliance.ops.Health;
import org.comosix.appliance.ops.Json;
import org.comosix.appliance.tftp.TftpLimits;
import org.comosix.appliance.tftp.transport.TftpService;
import org.comosix.appliance.transport.NettyRuntime;
import org.comosix.appliance.transport.UdpSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds every room from the settings, each with the ones it knows. Nothing listens yet. */
final class Rooms {

  static final int TFTP_PORT = 69;

  private static final Logger log = LoggerFactory.getLogger(Rooms.class);
  private static final int BOOTS_KEPT = 100;

  private volatile ApplianceSettings settings;
  private final List<ServedLink> links;
  private final List<Ipv4Address> addresses;
  private final NettyRuntime runtime;
  private final Executor disk;
  private final InstantSource clock = InstantSource.system();

  private final ImageCatalog images;
  private final LeaseIndex leases = new LeaseIndex(clock);
  private final CurrentNodes nodes;
  private final BootTargets targets;
  private final BootTimeline timeline;
  private final BootLoaders loaders;
  private final BootUrls urls;
  private final BootFiles files;

  final Forwarder forwarder;
  final DnsService dns;
  final SiteUpdates siteUpdates;
  final NfsPorts nfsPorts;
  final NfsService nfs;
  final TftpService tftp;
  final DhcpService dhcp;
  final HttpService http;

  Rooms(ApplianceSettings settings, List<ServedLink> links, NettyRuntime runtime, Executor disk) {
    this.settings = settings;
    this.links = links;
    this.runtime = runtime;
    this.disk = disk;
    addresses = links.stream().map(ServedLink::address).toList();

    images = ImageCatalog.open(settings.server().state(), clock);
    nodes = new CurrentNodes(new ConfiguredNodes(settings.nodes()));
    targets = new BootTargets(nodes, leases, images, settings.boot().image());
    timeline = new BootTimeline(targets, BOOTS_KEPT);
    loaders = new BootLoaders(settings.boot().ipxeDirectory());
    urls = new BootUrls(settings.boot().httpPort());
    files = bootFiles();

    forwarder = new Forwarder(runtime, new SecureRandom(), System::nanoTime);
    forwarder.take(ForwardSetup.rules(settings, addresses));
    dns =
        new DnsService(
            runtime,
            addresses,
            DnsService.PORT,
            zone(settings),
            DnsSetup.access(settings.dns()),
            nodes,
            forwarder,
            clock);
    leases.subscribe(dns);
    siteUpdates = siteUpdates();
    nfsPorts = NfsPorts.standard(settings.nfs().port(), settings.nfs().portmap());
    nfs = new NfsService(runtime, addresses, nfsPorts, images, handleKey(), timeline, clock);
    tftp =
        new TftpService(
            runtime, addresses, TFTP_PORT, files, timeline, clock, disk, TftpLimits.DEFAULT);
    dhcp =
        new DhcpService(
            dhcpPlan(),
            leases,
            nodes,
            new DefaultBootPolicy(loaders, targets, urls),
            timeline,
            clock,
            new LeaseClock(clock, System::nanoTime),
            new UdpSocketFactory(runtime));
    http = httpService();
  }

  /** What does not stop us from serving, but would stop a machine from booting. */
  void warnOfWhatIsMissing() {
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

  private BootFiles bootFiles() {
    KernelCommandLine commandLine =
        new KernelCommandLine(
            urls,
            settings.nfs().port(),
            KernelArgument.parseAll(settings.boot().kernelArguments()));
    return new BootFileCatalog(
        loaders, targets, images, images::bootArtifacts, urls, commandLine, clock.instant());
  }

  /** What the operator does with leases, by the configuration that is in force. */
  LeaseCommands leaseCommands() {
    return new LeaseCommands(
        leases, dhcp::onLeaseThread, () -> new LeaseWork(nodes, subnets(settings)));
  }

  /**
   * Serves by other settings, which differ in nothing that needs a restart. All changes at once,
   * between two batches of DHCP packets; nothing has changed when it fails.
   */
  CompletableFuture<Void> reload(ApplianceSettings next, List<ServedLink> now) {
    Nodes known = new ConfiguredNodes(next.nodes());
    DhcpRules rules = DhcpSetup.rules(next, now);
    ForwardRules forward = ForwardSetup.rules(next, addresses);
    // The long part, here; on the DHCP thread only what changed since is left to do.
    Runnable names = dns.prepare(zone(next), DnsSetup.access(next.dns()), known, leases::all);
    return dhcp.reload(
        rules,
        () -> {
          names.run();
          nodes.replace(known);
          forwarder.take(forward);
          settings = next;
        });
  }

  private static List<Ipv4Subnet> subnets(ApplianceSettings settings) {
    return settings.dhcp().subnets().stream().map(SubnetSettings::subnet).toList();
  }

  private ZoneDefinition zone(ApplianceSettings settings) {
    return new ZoneDefinition(
        DomainName.parse(settings.dns().zone()),
        settings.dns().labels(),
        subnets(settings),
        addresses,
        settings.dns().ttl(),
        settings.dns().records());
  }

  private SiteUpdates siteUpdates() {
    return new SiteUpdates(
        DnsSetup.targets(settings.dns()),
        DnsSetup.preflight(settings.dns(), clock.withZone(ZoneOffset.UTC)),
        settings.server().state().resolve("dns-updates"),
        clock.withZone(ZoneOffset.UTC),
        System::nanoTime,
        new SecureRandom());
  }

  private HandleKey handleKey() {
    return new HandleKey(HandleKeyFile.in(settings.server().state()).read(HandleKey.LENGTH));
  }

  private HttpService httpService() {
    NodeReports reports = new NodeReports(targets, timeline, clock);
    Health health =
        new Health(
            Map.of(
                "lease", dhcp::problem,
                "dhcp", dhcp::networkProblem,
                "dns-update", siteUpdates::problem));
    Map<String, Supplier<String>> documents =
        Map.of(
            "v1/boots", timeline::toJson,
            "v1/nodes", () -> BootsJson.writeReports(reports.all()),
            "v1/health", () -> Json.of(health.problems()),
            "v1/counters", () -> Json.of(counters()));
    HttpServer server =
        new HttpServer(
            files, reports, settings.boot().authorizedKeys(), documents, () -> subnets(settings));
    int port = settings.boot().httpPort();
    return new HttpService(
        runtime, addresses, port, server, timeline, clock, disk, HttpLimits.DEFAULT);
  }

  /** Everything that was answered, and every reason why something was not. */
  private Map<String, Map<?, Long>> counters() {
    return Map.of(
        "dhcp", dhcp.counters().snapshot(),
        "dns", dns.counters(),
        "dns-update", siteUpdates.counters(),
        "tftp", tftp.counters().snapshot(),
        "http", http.counters().snapshot(),
        "nfs", nfs.counters().snapshot());
  }

  private DhcpPlan dhcpPlan() {
    return new DhcpPlan(
        DhcpSetup.rules(settings, links),
        links.stream().map(ServedLink::networkInterface).toList(),
        settings.server().state().resolve("leases"),
        settings.dhcp().probeWait(),
        DhcpPorts.STANDARD,
        DhcpSetup.limits(settings, new SecureRandom().nextLong()));
  }
}
