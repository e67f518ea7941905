package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
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
  private final DomainName forward;
  private final StaticNames names;
  private final UpdatedNames updated;

  NameTable(
      ZoneDefinition definition,
      StaticNames names,
      UpdatedNames updated,
      NodeRecords records,
      ZoneHistory history) {
    this.updated = updated;
    this.forward = definition.zone();
    this.names = names;
    this.records = records;
    this.granted = new GrantedNames(definition);
    this.history = history;
    zones.put(definition.zone(), new Zone(definition.zone(), definition));
    definition.reverseZones().forEach(apex -> zones.put(apex, new Zone(apex, definition)));
  }

  /** What exists at a name. */
  Optional<NameEntry> find(DomainName name) {
    return zoneOf(name).flatMap(zone -> entry(name, zone));
  }

  private Optional<NameEntry> entry(DomainName name, Zone zone) {
    boolean apex = name.equals(zone.apex());
    Optional<Ipv4Subnet> network = name.network();
    List<Rrset> rrsets = new ArrayList<>(names.at(name));
    if (rrsets.isEmpty()) {
      address(name, zone)
          .or(() -> network.flatMap(granted::at).map(records::back))
          .ifPresentOrElse(rrsets::add, () -> rrsets.addAll(updated.rrsets(name)));
    }
    if (apex) {
      rrsets.add(zone.ns());
    }
    boolean exists =
        !rrsets.isEmpty()
            || names.isAboveSome(name)
            || updated.isAboveSome(name)
            || network.filter(granted::isUsed).isPresent();
    return exists ? Optional.of(new NameEntry(zone, apex, rrsets)) : Optional.empty();
  }

  /** What stands at a name beside the records of updates. */
  List<Rrset> others(DomainName name, long nowSeconds) {
    List<Rrset> others = new ArrayList<>(fixed(name));
    Optional.ofNullable(zones.get(name))
        .ifPresent(zone -> others.addAll(List.of(zone.soaAnswer(serialAt(nowSeconds)), zone.ns())));
    return others;
  }

  private List<Rrset> fixed(DomainName name) {
    List<Rrset> records = names.at(name);
    return records.isEmpty() ? machine(name).stream().toList() : records;
  }

  private Optional<Rrset> machine(DomainName name) {
    return zoneOf(name)
        .flatMap(zone -> address(name, zone))
        .or(() -> name.network().flatMap(granted::at).map(records::back));
  }

  /**
   * A name that is a machine's or the configuration's, or that a machine falls back to when its own
   * is taken.
   */
  boolean isKept(DomainName name) {
    return !fixed(name).isEmpty()
        || (name.parent().filter(forward::equals).isPresent()
            && records.candidates(name.firstLabel()).stream()
                .anyMatch(candidate -> candidate.name().spelledMac().isPresent()));
  }

  private Optional<Rrset> address(DomainName name, Zone zone) {
    if (name.parent().filter(zone.apex()::equals).isEmpty()) {
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
          .flatMap(address -> zoneOf(DomainName.reverseOf(address)).stream())
          .forEach(zone -> changed.add(zone.apex()));
    }
    return changed;
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
    List<ZoneChange> all = new ArrayList<>(changes);
    history.change(all, nowSeconds, () -> all.addAll(applied(changes)));
  }

  /** An address that a machine gets leads back to it, whatever an update said: and again after. */
  private List<ZoneChange> applied(List<NameChange> changes) {
    if (updated.isEmpty()) {
      granted.apply(changes);
      return List.of();
    }
    List<OwnedRrset> backs = backs(changes);
    List<OwnedRrset> before = backs.stream().filter(this::isShown).toList();
    granted.apply(changes);
    List<OwnedRrset> after = backs.stream().filter(this::isShown).toList();
    List<ZoneChange> hidden = new ArrayList<>();
    for (OwnedRrset back : backs) {
      if (before.contains(back) != after.contains(back)) {
        RrsetChange shown = RrsetChange.added(back);
        hidden.add(before.contains(back) ? shown.undone() : shown);
      }
    }
    return hidden;
  }

  private List<OwnedRrset> backs(List<NameChange> changes) {
    return changes.stream()
        .flatMap(change -> Stream.concat(change.before().stream(), change.after().stream()))
        .flatMap(machine -> machine.addresses().stream())
        .distinct()
        .flatMap(address -> updated.at(DomainName.reverseOf(address)).stream())
        .toList();
  }

  /** At a name of the configuration, and at a machine's address, nothing else is served. */
  private boolean isShown(OwnedRrset rrset) {
    return names.at(rrset.name()).isEmpty()
        && rrset.name().network().flatMap(granted::at).isEmpty();
  }

  /** Takes records of updates over; those that are in no zone of ours are left out. */
  void accept(List<RrsetChange> changes, long nowSeconds) {
    List<ZoneChange> shown = new ArrayList<>();
    history.change(
        shown,
        nowSeconds,
        () ->
            changes.forEach(
                change ->
                    zoneOf(change.name())
                        .ifPresent(
                            zone -> {
                              updated.apply(change, zone.apex());
                              Stream.concat(change.after().stream(), change.before().stream())
                                  .findFirst()
                                  .filter(this::isShown)
                                  .ifPresent(unused -> shown.add(change));
                            })));
  }

  /** All that comes and goes as it was at the serial that is shown. */
  ZoneCopy copy(long nowSeconds) {
    return history.copy(this::contents, nowSeconds);
  }

  private Collection<? extends ZoneContent> contents() {
    if (updated.isEmpty()) {
      return granted.all();
    }
    List<ZoneContent> all = new ArrayList<>(granted.all());
    updated.all().filter(this::isShown).forEach(all::add);
    return all;
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
