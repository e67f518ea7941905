package org.comosix.appliance.lease;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.NodeName;
import org.comosix.appliance.lease.LeaseDecision.Bound;
import org.comosix.appliance.lease.LeaseDecision.NotDurable;

/**
 * What is decided while nothing can be made durable: a client with an active lease is told what is
 * left of it, as often as it asks, since that much was promised and is on disk. So running nodes
 * keep their root file system, and may even boot again. Everybody else hears nothing.
 */
final class RunningLeases {

  /** With less than this left clients would ask without pause, or take it for a mistake. */
  private static final Duration LEAST_TIME = Duration.ofMinutes(1);

  private final LeaseRules rules;

  RunningLeases(LeaseRules rules) {
    this.rules = rules;
  }

  /** The address to offer, when the client has one that lasts. */
  Optional<Ipv4Address> offer(LeaseClaim claim, Instant now) {
    return rules.own(claim).filter(lease -> lasts(lease, now)).map(Lease::address);
  }

  LeaseDecision decide(LeaseClaim claim, Ipv4Address wanted, Instant now) {
    Optional<Lease> running = rules.own(wanted, claim).filter(lease -> lasts(lease, now));
    return running.isPresent()
        ? new Bound(named(running.get()), Duration.between(now, running.get().end()))
        : new NotDurable();
  }

  /** A lease from elsewhere may have none. */
  private static Lease named(Lease lease) {
    return lease.name().isPresent() ? lease : lease.named(NodeName.generatedFor(lease.mac()));
  }

  private static boolean lasts(Lease lease, Instant now) {
    return lease.isActiveAt(now.plus(LEAST_TIME));
  }
}
