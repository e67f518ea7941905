package org.comosix.appliance.config.source;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.config.Collisions;
import org.comosix.appliance.config.DnsAcceptSettings;
import org.comosix.appliance.config.DnsKeySettings;
import org.comosix.appliance.config.SettingForms;
import org.comosix.appliance.domain.UpdatableType;

/** Reads the {@code [[dns.accept-update]]} tables. */
final class AcceptReader {

  private static final int MOST = 100;

  private final String zone;
  private final Collisions collisions;

  AcceptReader(String zone, Collisions collisions) {
    this.zone = zone;
    this.collisions = collisions;
  }

  List<DnsAcceptSettings> read(List<ConfigTable> tables) {
    List<DnsAcceptSettings> accepted = new ArrayList<>();
    for (ConfigTable table : tables) {
      Optional<DnsAcceptSettings> read = read(table);
      read.flatMap(each -> table.buildAt("key", () -> fewEnough(each, accepted.size())))
          .ifPresent(accepted::add);
    }
    return accepted;
  }

  private static DnsAcceptSettings fewEnough(DnsAcceptSettings each, int before) {
    if (before == MOST) {
      throw new IllegalArgumentException("expected at most " + MOST + " [[dns.accept-update]]");
    }
    return each;
  }

  private Optional<DnsAcceptSettings> read(ConfigTable table) {
    Optional<String> key = table.required("key", "\"acme\"", DnsKeySettings::keyName);
    key.ifPresent(name -> collisions.useOfDnsKey(table.pathOf("key"), name));
    List<String> names =
        table.requiredList(
            "names",
            "[\"_acme-challenge\", \"_acme-challenge.*\"]",
            text -> DnsAcceptSettings.name(text, zone));
    Set<UpdatableType> types = new HashSet<>(table.optionalList("types", UpdatableType::parse));
    Optional<Integer> maxRecords =
        table.optionalNumber(
            "max-records",
            number -> SettingForms.within(number, 1, DnsAcceptSettings.MOST_RECORDS));
    table.rejectOtherKeys();
    return key.isEmpty() || names.isEmpty() || table.hasProblems()
        ? Optional.empty()
        : table.buildAt(
            "names",
            () ->
                new DnsAcceptSettings(
                    key.get(),
                    names,
                    types.isEmpty() ? DnsAcceptSettings.DEFAULT_TYPES : types,
                    maxRecords.orElse(DnsAcceptSettings.DEFAULT_MAX_RECORDS)));
  }
}
