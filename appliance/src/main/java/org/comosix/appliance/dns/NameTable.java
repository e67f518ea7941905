package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Our zones and every name in them. Read by any thread without a lock, each name consistent in
 * itself; changed by one thread at a time, in the time that one name takes however many there are.
 *
 * <p>Records are made when they are asked for: of a hundred thousand machines few are looked up,
 * and each has to be kept in memory all the time.
 */
final class NameTable {

  private final NodeRecords records;
  private final GrantedNames granted;
  private final ZoneHistory history;
  private final Map<DomainName, Zone> zones = new LinkedHashMap<>();
  private final List<Zone> classless = new ArrayList<>();
  private final DomainName forward;
  private final StaticNames names;

  NameTable(
      ZoneDefinition definition, StaticNames names, NodeRecords records, ZoneHistory history) {
    this.forward = definition.zone();
    this.names = names;
    this.records = records;
    this.granted = new GrantedNames(definition);
    this.history = history;
    zones.put(definition.zone(), new Zone(definition.zone(), definition));
    definition.reverseZones().forEach(apex -> zones.put(apex, new Zone(apex, definition)));
    for (ClasslessZone each : definition.classless()) {
      Zone zone = new Zone(each, definition);
      zones.put(zone.apex(), zone);
      classless.add(zone);
    }
  }

  /** What exists at a name. */
  Optional<NameEntry> find(DomainName name) {
    return zoneOf(name).flatMap(zone -> entry(name, zone));
  }

  private Optional<NameEntry> entry(DomainName name, Zone zone) {
    boolean apex = name.equals(zone.apex());
    Optional<Ipv4Subnet> network = zone.network(name);
    List<Rrset> rrsets = new ArrayList<>(names.at(name));
    if (rrsets.isEmpty()) {
      address(name)
          .or(() -> network.flatMap(granted::at).map(records::back))
          .ifPresent(rrsets::add);
    }
    if (apex) {
      rrsets.add(zone.ns());
    }
    boolean exists =
        !rrsets.isEmpty() || names.isAboveSome(name) || network.filter(granted::isUsed).isPresent();
    return exists ? Optional.of(new NameEntry(zone, apex, rrsets)) : Optional.empty();
  }

  private Optional<Rrset> address(DomainName name) {
    if (name.parent().filter(forward::equals).isEmpty()) {
      return Optional.empty();
    }
    String label = name.firstLabel();
    return records.candidates(label).stream()
        .flatMap(candidate -> granted.named(candidate).stream())
        .filter(found -> records.labels(found.name()).contains(label))
        .findFirst()
        .map(records::forward);
  }

  /** The zone in which a name lies, whether or not it exists. */
  Optional<Zone> zoneOf(DomainName name) {
    Optional<DomainName> ancestor = Optional.of(name);
    while (ancestor.isPresent()) {
      Optional<Zone> zone = Optional.ofNullable(zones.get(ancestor.get()));
      if (zone.isPresent()) {
        return zone;
      }
      ancestor = ancestor.get().parent();
    }
    return Optional.empty();
  }

  /** The zone of exactly this name. */
  Optional<Zone> zoneAt(DomainName apex) {
    return Optional.ofNullable(zones.get(apex));
  }

  /** The apexes of all zones. */
  Set<DomainName> zones() {
    return zones.keySet();
  }

  /** The apexes of those in which changes of machines' names show. */
  Set<DomainName> zonesOf(List<NameChange> changes) {
    Set<DomainName> changed = new LinkedHashSet<>();
    for (NameChange change : changes) {
      changed.add(forward);
      Stream.concat(change.before().stream(), change.after().stream())
          .flatMap(machine -> machine.addresses().stream())
          .flatMap(this::reverseZonesOf)
          .forEach(zone -> changed.add(zone.apex()));
    }
    return changed;
  }

  private Stream<Zone> reverseZonesOf(Ipv4Address address) {
    return Stream.concat(
        zoneOf(DomainName.reverseOf(address)).stream(),
        classless.stream().filter(zone -> zone.owner(address).isPresent()));
  }

  long serialAt(long nowSeconds) {
    return history.serialAt(nowSeconds);
  }

  /** From now on its content has serials: what was applied before is its first. */
  void begin(long nowSeconds) {
    history.begin(nowSeconds);
  }

  /** Takes over what machines are called now, in this order. */
  void apply(List<NameChange> changes, long nowSeconds) {
    history.change(changes, nowSeconds, () -> granted.apply(changes));
  }

  /** All machines as they were at the serial that is shown. */
  ZoneCopy copy(long nowSeconds) {
    return history.copy(granted::all, nowSeconds);
  }

  /** What became of them since a serial; empty where nobody knows any more. */
  Optional<Difference> since(long serial, long nowSeconds) {
    return history.since(serial, nowSeconds);
  }

  /** The records of one of our zones. */
  ZoneRecords recordsOf(Zone zone) {
    return new ZoneRecords(zone, names, records, granted);
  }
}
