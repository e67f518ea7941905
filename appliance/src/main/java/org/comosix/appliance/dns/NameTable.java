package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;

/**
 * Our zones and every name in them. Read by any thread without a lock, each name consistent in
 * itself; changed by one thread at a time, in the time that one name takes however many there are.
 */
final class NameTable {

  private final Map<DomainName, Zone> zones = new LinkedHashMap<>();
  private final Map<DomainName, NameEntry> entries = new ConcurrentHashMap<>();

  /** Names that exist because of others below them; the writer's own. */
  private final Map<DomainName, Integer> namesBelow = new HashMap<>();

  private final ZoneSerial serial;

  NameTable(ZoneDefinition definition, ZoneSerial serial) {
    this.serial = serial;
    addZone(definition.zone(), definition);
    definition.reverseZones().forEach(apex -> addZone(apex, definition));
    Rrset servers = Rrset.a(definition.ttlSeconds(), definition.servers());
    put(definition.zone().child(ZoneDefinition.NAME_SERVER_LABEL), List.of(servers));
    put(definition.zone().child(ZoneDefinition.SERVER_LABEL), List.of(servers));
  }

  private void addZone(DomainName apex, ZoneDefinition definition) {
    Zone zone = new Zone(apex, definition);
    zones.put(apex, zone);
    entries.put(apex, new NameEntry(zone, true, List.of(zone.ns())));
  }

  Optional<NameEntry> find(DomainName name) {
    return Optional.ofNullable(entries.get(name));
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

  long serialAt(long nowSeconds) {
    return serial.at(nowSeconds);
  }

  /**
   * Gives names their records, in place of those they had; a name without records goes. Names in no
   * zone of ours are left out.
   */
  void apply(Map<DomainName, List<Rrset>> changes, long nowSeconds) {
    changes.forEach(this::put);
    serial.changed(nowSeconds);
  }

  private void put(DomainName name, List<Rrset> rrsets) {
    Optional<Zone> zone = zoneOf(name);
    if (zone.isEmpty()) {
      return;
    }
    boolean had = find(name).filter(NameTable::hasOwn).isPresent();
    if (had != !rrsets.isEmpty()) {
      countAbove(name, zone.get(), had ? -1 : 1);
    }
    show(name, zone.get(), rrsets);
  }

  /** Has records besides those of an apex. */
  private static boolean hasOwn(NameEntry entry) {
    return entry.rrsets().size() > (entry.apex() ? 1 : 0);
  }

  private void countAbove(DomainName name, Zone zone, int change) {
    DomainName above = name;
    while (!above.equals(zone.apex())) {
      above = above.parent().orElse(zone.apex());
      namesBelow.merge(above, change, Integer::sum);
      if (find(above).isEmpty() || find(above).get().rrsets().isEmpty()) {
        show(above, zone, List.of());
      }
    }
  }

  private void show(DomainName name, Zone zone, List<Rrset> rrsets) {
    if (name.equals(zone.apex())) {
      entries.put(name, new NameEntry(zone, true, withNs(zone, rrsets)));
    } else if (!rrsets.isEmpty() || namesBelow.getOrDefault(name, 0) > 0) {
      entries.put(name, new NameEntry(zone, false, rrsets));
    } else {
      entries.remove(name);
      namesBelow.remove(name);
    }
  }

  private static List<Rrset> withNs(Zone zone, List<Rrset> rrsets) {
    List<Rrset> all = new ArrayList<>(rrsets);
    all.add(zone.ns());
    return all;
  }
}
