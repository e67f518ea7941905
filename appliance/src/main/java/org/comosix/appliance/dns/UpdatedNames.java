package org.comosix.appliance.dns;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.Rrset;

/**
 * The records of updates in our zones, for looking them up. Read by any thread without a lock,
 * changed by one at a time.
 */
final class UpdatedNames {

  private final Map<DomainName, List<OwnedRrset>> names = new ConcurrentHashMap<>();

  /** How many names are below one, down from the apex of its zone. */
  private final Map<DomainName, Integer> above = new ConcurrentHashMap<>();

  boolean isEmpty() {
    return names.isEmpty();
  }

  /** None at most names. */
  List<OwnedRrset> at(DomainName name) {
    return names.getOrDefault(name, List.of());
  }

  List<Rrset> rrsets(DomainName name) {
    return at(name).stream().map(OwnedRrset::rrset).toList();
  }

  boolean isAboveSome(DomainName name) {
    return above.containsKey(name);
  }

  Stream<OwnedRrset> all() {
    return names.values().stream().flatMap(List::stream);
  }

  void apply(RrsetChange change, DomainName apex) {
    DomainName name = change.name();
    List<OwnedRrset> before = at(name);
    List<OwnedRrset> after =
        Stream.concat(
                before.stream().filter(rrset -> rrset.type() != change.type()),
                change.after().stream())
            .toList();
    if (after.isEmpty()) {
      names.remove(name);
    } else {
      names.put(name, after);
    }
    count(name, apex, (after.isEmpty() ? 0 : 1) - (before.isEmpty() ? 0 : 1));
  }

  private void count(DomainName name, DomainName apex, int change) {
    Optional<DomainName> parent = name.parent();
    while (change != 0 && parent.isPresent() && parent.get().length() > apex.length()) {
      above.merge(parent.get(), change, (there, by) -> there + by == 0 ? null : there + by);
      parent = parent.get().parent();
    }
  }
}
