package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;

/**
 * Finds leases whose time is over. Each address waits once, under the end it had when it was put
 * in; a renewal costs nothing, since whoever comes up too early goes back under the new end.
 */
final class LeaseExpiry {

  /** Seconds of the end above the address. */
  private final PriorityQueue<Long> queue = new PriorityQueue<>();

  private final Set<Ipv4Address> waiting = new HashSet<>();

  void watch(Lease lease) {
    if (lease.state() == LeaseState.BOUND && waiting.add(lease.address())) {
      queue.add(lease.end().getEpochSecond() << 32 | lease.address().unsigned());
    }
  }

  /** Takes out the bound leases that are over. */
  List<Lease> due(Instant now, LeaseTable table) {
    List<Lease> over = new ArrayList<>();
    while (!queue.isEmpty() && queue.element() >>> 32 <= now.getEpochSecond()) {
      Ipv4Address address = new Ipv4Address((int) queue.remove().longValue());
      waiting.remove(address);
      table
          .at(address)
          .filter(lease -> lease.state() == LeaseState.BOUND)
          .ifPresent(
              lease -> {
                if (lease.isActiveAt(now)) {
                  watch(lease);
                } else {
                  over.add(lease);
                }
              });
    }
    return over;
  }
}
