package org.comosix.appliance.dns.accept;

import java.util.List;
import java.util.Optional;
import org.comosix.appliance.dns.RrsetChange;
import org.comosix.appliance.dns.codec.UpdateRecord;

/**
 * What an update comes to.
 *
 * @param changes none unless the verdict is {@link UpdateVerdict#CHANGED}
 * @param at the record at which it failed
 */
record UpdateResult(UpdateVerdict verdict, List<RrsetChange> changes, Optional<UpdateRecord> at) {

  UpdateResult {
    changes = List.copyOf(changes);
  }

  static UpdateResult of(List<RrsetChange> changes) {
    UpdateVerdict verdict = changes.isEmpty() ? UpdateVerdict.UNCHANGED : UpdateVerdict.CHANGED;
    return new UpdateResult(verdict, changes, Optional.empty());
  }

  static UpdateResult failed(UpdateVerdict verdict) {
    return new UpdateResult(verdict, List.of(), Optional.empty());
  }

  static UpdateResult failed(UpdateVerdict verdict, UpdateRecord at) {
    return new UpdateResult(verdict, List.of(), Optional.of(at));
  }
}
