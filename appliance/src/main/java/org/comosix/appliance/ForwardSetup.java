package org.comosix.appliance;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.DnsForwardSettings;
import org.comosix.appliance.config.ServerAddress;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.forward.ForwardRules;
import org.comosix.appliance.dns.forward.ResolvConf;
import org.comosix.appliance.domain.Ipv4Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns the settings of {@code [dns.forward]} into what the name server forwards by. */
final class ForwardSetup {

  private static final Logger log = LoggerFactory.getLogger(ForwardSetup.class);
  private static final Path RESOLV_CONF = Path.of("/etc/resolv.conf");

  private ForwardSetup() {}

  static ForwardRules rules(ApplianceSettings settings, List<Ipv4Address> own) {
    DnsForwardSettings forward = settings.dns().forward();
    List<InetSocketAddress> upstreams =
        upstreams(forward).stream().filter(upstream -> !isOurs(upstream, own)).toList();
    if (forward.enabled() && upstreams.isEmpty()) {
      log.atWarn()
          .addKeyValue("remedy", "name servers in dns.forward.upstreams, or enabled = false")
          .log("dns.no-upstream");
    }
    return new ForwardRules(
        forward.enabled(),
        settings.dhcp().subnets().stream().map(SubnetSettings::subnet).toList(),
        own,
        upstreams,
        forward.cacheSize());
  }

  private static List<InetSocketAddress> upstreams(DnsForwardSettings forward) {
    if (!forward.upstreams().isEmpty() || !forward.enabled()) {
      return forward.upstreams().stream().map(ServerAddress::socketAddress).toList();
    }
    try {
      return ResolvConf.nameServers(Files.readAllLines(RESOLV_CONF)).stream()
          .limit(DnsForwardSettings.MAX_UPSTREAMS)
          .map(server -> new InetSocketAddress(server.toInetAddress(), DnsService.PORT))
          .toList();
    } catch (IOException e) {
      log.atWarn().addKeyValue("problem", e.toString()).log("dns.no-resolv-conf");
      return List.of();
    }
  }

  /** A question that we ask ourselves goes round until it is given up. */
  private static boolean isOurs(InetSocketAddress upstream, List<Ipv4Address> own) {
    return upstream.getPort() == DnsService.PORT
        && own.stream().anyMatch(address -> address.toInetAddress().equals(upstream.getAddress()));
  }
}
