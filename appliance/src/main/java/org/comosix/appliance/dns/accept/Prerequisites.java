package org.comosix.appliance.dns.accept;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RecordStore;
import org.comosix.appliance.dns.ServedZones;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.RecordType;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.dns.codec.UpdateMessage;
import org.comosix.appliance.dns.codec.UpdateRecord;

/**
 * What must be true before an update is made. Sees all that is served, machines' names too: another
 * DHCP server is told that a name is taken.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2136#section-3.2">RFC 2136, section 3.2</a>
 */
final class Prerequisites {

  private final ServedZones zones;
  private final RecordStore store;
  private final DomainName zone;

  private record Key(DomainName name, int type) {}

  Prerequisites(ServedZones zones, RecordStore store, DomainName zone) {
    this.zones = zones;
    this.store = store;
    this.zone = zone;
  }

  /** The first that is not met; empty when all are. */
  Optional<UpdateResult> check(List<UpdateRecord> prerequisites) {
    Map<Key, List<UpdateRecord>> exact = new LinkedHashMap<>();
    for (UpdateRecord record : prerequisites) {
      Optional<UpdateVerdict> unmet = check(record);
      if (unmet.isPresent()) {
        return Optional.of(UpdateResult.failed(unmet.get(), record));
      }
      if (record.dnsClass() == UpdateMessage.CLASS_IN) {
        exact
            .computeIfAbsent(new Key(record.name(), record.type()), unused -> new ArrayList<>())
            .add(record);
      }
    }
    return exact.values().stream()
        .filter(records -> !areExactly(records))
        .map(records -> UpdateResult.failed(UpdateVerdict.NO_SUCH_RECORDS, records.get(0)))
        .findFirst();
  }

  private Optional<UpdateVerdict> check(UpdateRecord record) {
    if (record.ttl() != 0) {
      return Optional.of(UpdateVerdict.MALFORMED);
    }
    if (zones.zoneOf(record.name()).filter(zone::equals).isEmpty()) {
      return Optional.of(UpdateVerdict.OUTSIDE_THE_ZONE);
    }
    return switch (record.dnsClass()) {
      case UpdateMessage.CLASS_ANY ->
          record.hasData() ? Optional.of(UpdateVerdict.MALFORMED) : existing(record);
      case UpdateMessage.CLASS_NONE ->
          record.hasData() ? Optional.of(UpdateVerdict.MALFORMED) : missing(record);
      case UpdateMessage.CLASS_IN ->
          RecordType.isMeta(record.type())
              ? Optional.of(UpdateVerdict.MALFORMED)
              : Optional.empty();
      default -> Optional.of(UpdateVerdict.MALFORMED);
    };
  }

  /** Sections 3.2.1 (2.4.1) and 3.2.4 (2.4.4). */
  private Optional<UpdateVerdict> existing(UpdateRecord record) {
    if (record.type() == RecordType.ANY) {
      return isInUse(record.name()) ? Optional.empty() : Optional.of(UpdateVerdict.NAME_NOT_IN_USE);
    }
    return rrset(record.name(), record.type()).isPresent()
        ? Optional.empty()
        : Optional.of(UpdateVerdict.NO_SUCH_RECORDS);
  }

  /** Sections 3.2.3 (2.4.3) and 3.2.5 (2.4.5). */
  private Optional<UpdateVerdict> missing(UpdateRecord record) {
    if (record.type() == RecordType.ANY) {
      return isInUse(record.name()) ? Optional.of(UpdateVerdict.NAME_IN_USE) : Optional.empty();
    }
    return rrset(record.name(), record.type()).isPresent()
        ? Optional.of(UpdateVerdict.RECORDS_EXIST)
        : Optional.empty();
  }

  /** An empty non-terminal is not in use (section 2.4.4). */
  private boolean isInUse(DomainName name) {
    return records(name).findAny().isPresent();
  }

  private Optional<Rrset> rrset(DomainName name, int type) {
    return records(name).filter(rrset -> rrset.type() == type).findFirst();
  }

  /** What is served: where somebody else has records, those of updates are not. */
  private Stream<Rrset> records(DomainName name) {
    Collection<OwnedRrset> updated = zones.isKept(name) ? List.of() : store.at(name);
    return Stream.concat(zones.others(name).stream(), updated.stream().map(OwnedRrset::rrset));
  }

  /** Same data, in any order; the TTL is not compared (section 3.2.5's pseudocode). */
  private boolean areExactly(List<UpdateRecord> wanted) {
    List<byte[]> data = wanted.stream().map(UpdateRecord::rdata).toList();
    return rrset(wanted.get(0).name(), wanted.get(0).type())
        .map(Rrset::rdatas)
        .filter(there -> Draft.containsAll(there, data) && Draft.containsAll(data, there))
        .isPresent();
  }
}
