package org.comosix.appliance.nfs.v3;

import org.comosix.appliance.nfs.NfsEvent;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.ops.Counters;

/** Writes results that are not NFS3_OK, and counts those an operator may ask about. */
final class Failures {

  private final Counters<NfsEvent> counters;

  Failures(Counters<NfsEvent> counters) {
    this.counters = counters;
  }

  /** A status alone. */
  void bare(XdrWriter out, Nfs3Status status) {
    count(status);
    out.putInt(status.code());
  }

  /** A status and the attributes of what the handle stands for. */
  void with(XdrWriter out, Nfs3Status status, Target target) {
    bare(out, status);
    Fattr3.writePostOp(out, target);
  }

  /** The status of a handle that stands for nothing. */
  static Nfs3Status of(Target target) {
    return switch (target.state()) {
      case FOUND -> Nfs3Status.OK;
      case BADHANDLE -> Nfs3Status.BADHANDLE;
      case STALE -> Nfs3Status.STALE;
    };
  }

  private void count(Nfs3Status status) {
    switch (status) {
      case BADHANDLE -> counters.count(NfsEvent.BADHANDLE);
      case STALE -> counters.count(NfsEvent.STALE);
      case ACCES -> counters.count(NfsEvent.ACCES);
      case ROFS -> counters.count(NfsEvent.ROFS);
      case JUKEBOX -> counters.count(NfsEvent.COLD_QUEUE_FULL);
      default -> {
        // Ordinary life: names that do not exist, and the like.
      }
    }
  }
}
