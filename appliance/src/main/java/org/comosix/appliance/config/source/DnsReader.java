package org.comosix.appliance.config.source;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DnsForwardSettings;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.DnsSettings;
import org.comosix.appliance.config.DnsTransferSettings;
import org.comosix.appliance.config.DnsUpdateSettings;
import org.comosix.appliance.config.SettingForms;
import org.comosix.appliance.domain.NameConflicts;
import org.comosix.appliance.domain.StaticRecord;
import org.comosix.appliance.domain.TsigAlgorithm;

/** Reads {@code [dns]} and what is below it. */
final class DnsReader {

  private final Collisions collisions;
  private final Set<String> keyNames = new HashSet<>();
  private final Set<String> updatedZones = new HashSet<>();

  DnsReader(Collisions collisions) {
    this.collisions = collisions;
  }

  Optional<DnsSettings> read(ConfigTable table) {
    Optional<String> zone = table.optional("zone", DnsSettings::zoneName);
    String prefix =
        table.optional("prefix", DnsSettings::namePrefix).orElse(DnsSettings.DEFAULT_PREFIX);
    Optional<String> alias =
        table.optional("alias-prefix", text -> DnsSettings.aliasPrefix(text, prefix));
    var ttl = table.optional("ttl", DnsSettings::recordTtl);
    List<DnsKeySettings> keys = new ArrayList<>();
    table.tables("key").forEach(each -> key(each).ifPresent(keys::add));
    DnsForwardSettings forward = ForwardReader.read(table.table("forward"));
    List<StaticRecord> records =
        new RecordReader(zone.orElse(DnsSettings.DEFAULT_ZONE), collisions)
            .read(table.tables("record"));
    DnsTransferSettings transfer = TransferReader.read(table.table("transfer"), keyNames);
    List<DnsUpdateSettings> updates = new ArrayList<>();
    table.tables("update").forEach(each -> update(each).ifPresent(updates::add));
    table.rejectOtherKeys();
    if (table.hasProblems()) {
      return Optional.empty();
    }
    DnsSettings dns =
        new DnsSettings(
            zone.orElse(DnsSettings.DEFAULT_ZONE),
            prefix,
            alias.orElse(DnsSettings.DEFAULT_ALIAS_PREFIX),
            ttl.orElse(DnsSettings.DEFAULT_TTL),
            keys,
            forward,
            records,
            transfer,
            updates);
    collisions.labels(dns.labels());
    return Optional.of(dns);
  }

  private Optional<DnsKeySettings> key(ConfigTable table) {
    Optional<String> name = table.required("name", "\"comosix-ddns\"", this::newKeyName);
    TsigAlgorithm algorithm =
        table.optional("algorithm", TsigAlgorithm::parse).orElse(DnsKeySettings.DEFAULT_ALGORITHM);
    Optional<Path> file =
        table.required("secret-file", "\"/etc/comosix/ddns.key\"", SettingForms::absolutePath);
    table.rejectOtherKeys();
    return name.isEmpty() || file.isEmpty()
        ? Optional.empty()
        : Optional.of(new DnsKeySettings(name.get(), algorithm, file.get()));
  }

  private String newKeyName(String text) {
    String name = DnsKeySettings.keyName(text);
    if (!keyNames.add(name)) {
      throw new IllegalArgumentException("the key " + name + " is given twice");
    }
    collisions.dnsKey(name);
    return name;
  }

  private Optional<DnsUpdateSettings> update(ConfigTable table) {
    Optional<DnsUpdateSettings.Server> server =
        table.required("server", "\"192.0.2.53\"", DnsUpdateSettings.Server::parse);
    List<String> zones =
        table.requiredList(
            "zones",
            "[\"lab.example\", \"2.0.192.in-addr.arpa\"]",
            text -> newZone(server.map(Object::toString).orElse(""), text));
    Optional<String> key = table.required("key", "\"comosix-ddns\"", DnsKeySettings::keyName);
    key.ifPresent(name -> collisions.useOfDnsKey(table.pathOf("key"), name));
    NameConflicts conflicts =
        table.optional("mode", NameConflicts::parse).orElse(DnsUpdateSettings.DEFAULT_MODE);
    Optional<Duration> audit =
        table
            .optional("audit", DnsUpdateSettings::audit)
            .orElse(Optional.of(DnsUpdateSettings.DEFAULT_AUDIT));
    table.rejectOtherKeys();
    return server.isEmpty() || zones.isEmpty() || key.isEmpty()
        ? Optional.empty()
        : Optional.of(new DnsUpdateSettings(server.get(), zones, key.get(), conflicts, audit));
  }

  private String newZone(String server, String text) {
    String zone = DnsUpdateSettings.zoneName(text);
    if (!updatedZones.add(server + " " + zone)) {
      throw new IllegalArgumentException("the zone " + zone + " of this server is given twice");
    }
    return zone;
  }
}
