package org.comosix.appliance.dns.accept;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RecordStore;
import org.comosix.appliance.dns.RrsetChange;
import org.comosix.appliance.dns.codec.DomainName;

/** What one update makes of the records, while it is not certain that it is made. */
final class Draft {

  private final RecordStore store;
  private final Map<DomainName, Map<Integer, OwnedRrset>> touched = new LinkedHashMap<>();

  Draft(RecordStore store) {
    this.store = store;
  }

  /** The records of a name by their types, to be changed. */
  Map<Integer, OwnedRrset> at(DomainName name) {
    return touched.computeIfAbsent(name, this::copy);
  }

  private Map<Integer, OwnedRrset> copy(DomainName name) {
    Map<Integer, OwnedRrset> types = new TreeMap<>();
    store.at(name).forEach(rrset -> types.put(rrset.type(), rrset));
    return types;
  }

  /** How it differs from how it was, without what became the same again. */
  List<RrsetChange> changes() {
    List<RrsetChange> changes = new ArrayList<>();
    touched.forEach((name, types) -> compare(copy(name), types, changes));
    return changes;
  }

  private static void compare(
      Map<Integer, OwnedRrset> before, Map<Integer, OwnedRrset> after, List<RrsetChange> changes) {
    before.forEach(
        (type, rrset) -> {
          if (!after.containsKey(type)) {
            changes.add(RrsetChange.added(rrset).undone());
          }
        });
    after.forEach(
        (type, rrset) -> {
          Optional<OwnedRrset> old = Optional.ofNullable(before.get(type));
          if (old.filter(there -> isSame(there, rrset)).isEmpty()) {
            changes.add(new RrsetChange(old, Optional.of(rrset)));
          }
        });
  }

  private static boolean isSame(OwnedRrset one, OwnedRrset other) {
    return one.rrset().ttl() == other.rrset().ttl()
        && one.rrset().count() == other.rrset().count()
        && containsAll(one.rrset().rdatas(), other.rrset().rdatas());
  }

  /** Whether each of the data is among the others. */
  static boolean containsAll(List<byte[]> all, List<byte[]> some) {
    return some.stream().allMatch(wanted -> contains(all, wanted));
  }

  static boolean contains(List<byte[]> all, byte[] one) {
    return all.stream().anyMatch(there -> Arrays.equals(there, one));
  }
}
