package org.comosix.appliance.dns;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comosix.appliance.dns.codec.DomainName;

/** All records that updates put into our zones, by name and type. Not for several threads. */
public final class RecordStore {

  private final Map<DomainName, TreeMap<Integer, OwnedRrset>> names = new HashMap<>();

  /** In the order of their types. */
  public Collection<OwnedRrset> at(DomainName name) {
    TreeMap<Integer, OwnedRrset> types = names.get(name);
    return types == null ? List.of() : types.values();
  }

  public Optional<OwnedRrset> at(DomainName name, int type) {
    return Optional.ofNullable(names.get(name)).map(types -> types.get(type));
  }

  public void apply(List<RrsetChange> changes) {
    changes.forEach(this::apply);
  }

  private void apply(RrsetChange change) {
    TreeMap<Integer, OwnedRrset> types =
        names.computeIfAbsent(change.name(), unused -> new TreeMap<>());
    change
        .after()
        .ifPresentOrElse(
            after -> types.put(change.type(), after), () -> types.remove(change.type()));
    if (types.isEmpty()) {
      names.remove(change.name());
    }
  }

  /** A copy. */
  public List<OwnedRrset> all() {
    return names.values().stream().flatMap(types -> types.values().stream()).toList();
  }

  /** As if each had just come. */
  public List<RrsetChange> asChanges() {
    return all().stream().map(RrsetChange::added).toList();
  }
}
