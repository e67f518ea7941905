package org.comosix.appliance.dns;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;
import org.comosix.appliance.domain.StaticRecord;

/**
 * What is in the zone whatever machines there are: our own addresses and the records of the
 * configuration. Immutable.
 */
final class StaticNames {

  private final DomainName zone;
  private final Map<DomainName, List<Rrset>> names = new LinkedHashMap<>();
  private final Set<DomainName> above = new HashSet<>();

  StaticNames(ZoneDefinition definition) {
    zone = definition.zone();
    Rrset servers = Rrset.a(definition.ttlSeconds(), definition.servers());
    add(zone.child(ZoneDefinition.NAME_SERVER_LABEL), servers);
    add(zone.child(ZoneDefinition.SERVER_LABEL), servers);
    for (StaticRecord record : definition.records()) {
      add(DomainName.parse(record.owner()), RecordWriter.rrset(record, definition.ttlSeconds()));
    }
  }

  private void add(DomainName name, Rrset rrset) {
    List<Rrset> there = names.getOrDefault(name, List.of());
    names.put(name, Stream.concat(there.stream(), Stream.of(rrset)).toList());
    Optional<DomainName> parent = name.parent();
    while (parent.isPresent() && parent.get().length() > zone.length()) {
      above.add(parent.get());
      parent = parent.get().parent();
    }
  }

  /** The records at a name; none at most names. */
  List<Rrset> at(DomainName name) {
    return names.getOrDefault(name, List.of());
  }

  /** Something is below it, so that it exists even without records (RFC 8020, section 2). */
  boolean isAboveSome(DomainName name) {
    return above.contains(name);
  }

  /** All names with records, in the order of the configuration. */
  Set<DomainName> names() {
    return names.keySet();
  }

  /** The first labels of the names that a machine could want. */
  Set<String> labels() {
    return names.keySet().stream()
        .filter(name -> name.parent().filter(zone::equals).isPresent())
        .map(DomainName::firstLabel)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }
}
