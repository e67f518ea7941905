package org.comosix.appliance.dns.update;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.comosix.appliance.dns.codec.DomainName;

/** The names that are not at a server as they should be. Guarded by its ledger. */
final class NameTroubles {

  private final Map<DomainName, UpdateProblem> refused = new LinkedHashMap<>();
  private final Set<DomainName> foreign = new HashSet<>();

  void clear(DomainName owner) {
    refused.remove(owner);
    foreign.remove(owner);
  }

  void foreign(DomainName owner) {
    refused.remove(owner);
    foreign.add(owner);
  }

  /** Whether that is news. */
  boolean refused(DomainName owner, UpdateProblem problem) {
    return refused.put(owner, problem) == null;
  }

  boolean isForeign(DomainName owner) {
    return foreign.contains(owner);
  }

  Optional<Standing> standing(DomainName owner) {
    if (foreign.contains(owner)) {
      return Optional.of(Standing.FOREIGN);
    }
    return refused.containsKey(owner) ? Optional.of(Standing.REFUSED) : Optional.empty();
  }

  int foreignNames() {
    return foreign.size();
  }

  int refusedNames() {
    return refused.size();
  }

  Optional<String> problem() {
    return refused.entrySet().stream()
        .findFirst()
        .map(
            first ->
                "%s for %s%s: %s"
                    .formatted(
                        first.getValue().what(),
                        first.getKey(),
                        refused.size() > 1 ? " and " + (refused.size() - 1) + " others" : "",
                        first.getValue().remedy()));
  }
}
