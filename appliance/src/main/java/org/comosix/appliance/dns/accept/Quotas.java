package org.comosix.appliance.dns.accept;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.dns.OwnedRrset;
import org.comosix.appliance.dns.RrsetChange;

/** How many records there are at the names of each grant. Not for several threads. */
final class Quotas {

  private final UpdatePolicy policy;
  private final Map<UpdateGrant, Integer> used = new HashMap<>();

  /** Counts what is there. */
  Quotas(UpdatePolicy policy, List<OwnedRrset> there) {
    this.policy = policy;
    there.forEach(rrset -> count(RrsetChange.added(rrset)));
  }

  boolean isOf(UpdatePolicy other) {
    return policy.equals(other);
  }

  /** Whether a key has room for changes that it may make. */
  boolean fits(List<RrsetChange> changes, String key) {
    Map<UpdateGrant, Integer> more = new HashMap<>();
    for (RrsetChange change : changes) {
      policy
          .grant(key, change.name(), change.type())
          .ifPresent(grant -> more.merge(grant, growth(change), Integer::sum));
    }
    return more.entrySet().stream()
        .allMatch(
            grown ->
                grown.getValue() <= 0
                    || used.getOrDefault(grown.getKey(), 0) + grown.getValue()
                        <= grown.getKey().maxRecords());
  }

  void count(RrsetChange change) {
    int growth = growth(change);
    if (growth != 0) {
      policy.grants().stream()
          .filter(grant -> grant.covers(change.name()))
          .forEach(grant -> used.merge(grant, growth, Integer::sum));
    }
  }

  private static int growth(RrsetChange change) {
    return count(change.after()) - count(change.before());
  }

  private static int count(Optional<OwnedRrset> rrset) {
    return rrset.map(some -> some.rrset().count()).orElse(0);
  }
}
