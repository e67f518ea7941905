package org.comosix.appliance.lease.journal;

import java.time.Instant;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.LeaseState;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/** Leases to write. */
final class Leases {

  private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

  private Leases() {}

  /**
   * The {@code number}th address, in its {@code version}th state.
   *
   * @param version also tells start and end
   */
  static Lease lease(int number, int version) {
    MacAddress mac = new MacAddress(0x5254_0000_0000L + number);
    return new Lease(
        new Ipv4Address(0x0a4d_0000 + number),
        ClientId.of(mac),
        mac,
        Optional.of(NodeName.generatedFor(mac)),
        LeaseState.BOUND,
        START.plusSeconds(version),
        START.plusSeconds(version + 3600L),
        START.plusSeconds(version),
        number % 2 == 0 ? MachineRole.NODE : MachineRole.HOST);
  }
}
