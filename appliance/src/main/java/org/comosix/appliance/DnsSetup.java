package org.comosix.appliance;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.DnsUpdateSettings;
import org.comosix.appliance.config.SecretFile;
import org.comosix.appliance.dns.DnsService;
import org.comosix.appliance.dns.ZoneAccess;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.update.UpdatePreflight;
import org.comosix.appliance.dns.update.UpdateTarget;
import org.comosix.appliance.domain.TsigKey;

/** Turns the settings of DNS into values that its rooms take. */
final class DnsSetup {

  private DnsSetup() {}

  /**
   * Who may copy the zones. Reads the secrets of those keys only: others are for other servers.
   *
   * @throws IllegalArgumentException a secret cannot be read; the message names its file
   */
  static ZoneAccess access(DnsSettings dns) {
    Set<String> transferKeys = Set.copyOf(dns.transfer().keys());
    List<TsigKey> keys =
        dns.keys().stream()
            .filter(key -> transferKeys.contains(key.name()))
            .map(DnsSetup::withSecret)
            .toList();
    List<InetSocketAddress> secondaries =
        dns.transfer().secondaries().stream()
            .map(address -> new InetSocketAddress(address.toInetAddress(), DnsService.PORT))
            .toList();
    return new ZoneAccess(keys, transferKeys, secondaries);
  }

  /**
   * The servers to keep up to date, with their secrets.
   *
   * @throws IllegalArgumentException a secret cannot be read; the message names its file
   */
  static List<UpdateTarget> targets(DnsSettings dns) {
    return dns.updates().stream().map(update -> target(update, dns.keys())).toList();
  }

  /** What those servers are tried out with. */
  static UpdatePreflight preflight(DnsSettings dns, Clock clock) {
    return new UpdatePreflight(
        DomainName.parse(dns.zone()), dns.labels(), clock, System::nanoTime);
  }

  private static UpdateTarget target(DnsUpdateSettings update, List<DnsKeySettings> keys) {
    DnsUpdateSettings.Server server = update.server();
    return new UpdateTarget(
        new InetSocketAddress(server.address().toInetAddress(), server.port()),
        update.zones().stream().map(DomainName::parse).toList(),
        keys.stream()
            .filter(key -> key.name().equals(update.key()))
            .findFirst()
            .map(DnsSetup::withSecret)
            .orElseThrow(() -> new IllegalArgumentException("no key " + update.key())),
        update.conflicts(),
        update.audit());
  }

  private static TsigKey withSecret(DnsKeySettings key) {
    return new TsigKey(key.name(), key.algorithm(), SecretFile.read(key.secretFile()));
  }
}
