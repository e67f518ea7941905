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

  private final Set<GrantedName> removed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<GrantedName> added = Collections.newSetFromMap(new IdentityHashMap<>());
  private long serial;

  /** Adds what came after what is in here already. */
  void add(List<NameChange> changes) {
    for (NameChange change : changes) {
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

  Set<GrantedName> removed() {
    return removed;
  }

  Set<GrantedName> added() {
    return added;
  }

  /** How it was before, by how it is now. */
  List<GrantedName> undone(Collection<GrantedName> now) {
    List<GrantedName> before = new ArrayList<>(now.size() + removed.size());
    for (GrantedName machine : now) {
      if (!added.contains(machine)) {
        before.add(machine);
      }
    }
    before.addAll(removed);
    return before;
  }
}
