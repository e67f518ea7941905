package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What is left of many changes: what came and went in between is in neither set. By identity, for
 * an equal name may be another machine's term.
 */
final class Difference {

  private final Set<ZoneContent> removed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<ZoneContent> added = Collections.newSetFromMap(new IdentityHashMap<>());
  private long serial;

  /** Adds what came after what is in here already. */
  void add(List<? extends ZoneChange> changes) {
    for (ZoneChange change : changes) {
      change
          .before()
          .ifPresent(
              before -> {
                if (!added.remove(before)) {
                  removed.add(before);
                }
              });
      change.after().ifPresent(added::add);
    }
  }

  void leadsTo(long newSerial) {
    serial = newSerial;
  }

  /** The serial of what it leads to. */
  long serial() {
    return serial;
  }

  Set<ZoneContent> removed() {
    return removed;
  }

  Set<ZoneContent> added() {
    return added;
  }

  /** How it was before, by how it is now. */
  List<ZoneContent> undone(Collection<? extends ZoneContent> now) {
    List<ZoneContent> before = new ArrayList<>(now.size() + removed.size());
    for (ZoneContent content : now) {
      if (!added.contains(content)) {
        before.add(content);
      }
    }
    before.addAll(removed);
    return before;
  }
}
