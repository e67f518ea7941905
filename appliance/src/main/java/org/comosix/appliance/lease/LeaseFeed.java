package org.comosix.appliance.lease;

import java.util.List;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseEvent;

/**
 * Facts about leases, told after they are on disk: first everything that is, then each change in
 * order.
 */
public interface LeaseFeed {

  /**
   * Subscribes for the life of the process.
   *
   * <p>Calls come one at a time on the lease thread, before the reply that caused them leaves; a
   * listener only takes the fact in (publishes a snapshot, queues) and never blocks.
   */
  void subscribe(Listener listener);

  /** A subscriber. */
  interface Listener {
    /** All leases, once, before any change. */
    void snapshot(List<Lease> leases);

    /** The changes of one committed batch, in order. */
    void changed(List<LeaseEvent> events);
  }
}
