package org.comosix.appliance;

import java.util.List;
import java.util.Set;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.DnsUpdateSettings;
import org.comosix.appliance.config.SecretFile;
import org.comosix.appliance.dns.ClasslessZone;
import org.comosix.appliance.dns.Secondary;
import org.comosix.appliance.dns.ZoneAccess;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.update.UpdateTarget;
import org.comosix.appliance.domain.TsigKey;

/** Turns the settings of DNS into values that its rooms take. */
final class DnsSetup {

  private DnsSetup() {}

  /**
   * Who may copy the zones, and who is told of changes. Reads the secrets of their keys only:
   * others are for other servers.
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
    List<Secondary> secondaries =
        dns.transfer().secondaries().stream()
            .map(
                told ->
                    new Secondary(
                        told.server().socketAddress(), told.key().map(name -> key(name, dns))))
            .toList();
    return new ZoneAccess(keys, transferKeys, secondaries);
  }

  /**
   * The servers to keep up to date, with their secrets.
   *
   * @throws IllegalArgumentException a secret cannot be read; the message names its file
   */
  static List<UpdateTarget> targets(DnsSettings dns) {
    return dns.updates().stream().map(update -> target(update, dns)).toList();
  }

  /** The reverse zones for parts of 256 addresses. */
  static List<ClasslessZone> classless(DnsSettings dns) {
    return dns.reverse().stream()
        .map(zone -> new ClasslessZone(zone.network(), DomainName.parse(zone.zone())))
        .toList();
  }

  private static UpdateTarget target(DnsUpdateSettings update, DnsSettings dns) {
    List<DomainName> zones = update.zones().stream().map(DomainName::parse).toList();
    return new UpdateTarget(
        update.server().socketAddress(),
        zones,
        key(update.key(), dns),
        update.conflicts(),
        classless(dns).stream().filter(zone -> zones.contains(zone.apex())).toList());
  }

  private static TsigKey key(String name, DnsSettings dns) {
    return dns.keys().stream()
        .filter(key -> key.name().equals(name))
        .findFirst()
        .map(DnsSetup::withSecret)
        .orElseThrow(() -> new IllegalArgumentException("no key " + name));
  }

  private static TsigKey withSecret(DnsKeySettings key) {
    return new TsigKey(key.name(), key.algorithm(), SecretFile.read(key.secretFile()));
  }
}
