package org.comosix.appliance.lease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;

/** Finds leases whose time is over. */
final class LeaseExpiry {

  private final LeaseTable table;
  private final AddressTimes ends;

  LeaseExpiry(LeaseTable table) {
    this.table = table;
    this.ends = new AddressTimes(entry -> bound(entry).isPresent());
  }

  void watch(Lease lease) {
    if (lease.state() == LeaseState.BOUND) {
      ends.add(lease.end().getEpochSecond(), lease.address());
    }
  }

  /**
   * Takes out bound leases that are over.
   *
   * @param most no more than these
   */
  List<Lease> due(Instant now, int most) {
    List<Lease> over = new ArrayList<>();
    while (over.size() < most
        && ends.hasFirst()
        && AddressTimes.second(ends.first()) <= now.getEpochSecond()) {
      bound(ends.first()).ifPresent(over::add);
      ends.removeFirst();
    }
    return over;
  }

  private Optional<Lease> bound(long entry) {
    return table
        .at(AddressTimes.address(entry))
        .filter(lease -> lease.state() == LeaseState.BOUND)
        .filter(
            lease -> AddressTimes.entry(lease.end().getEpochSecond(), lease.address()) == entry);
  }
}
