package org.comosix.appliance.lease;

import java.time.Duration;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.domain.NodeName;

/**
 * Who asks for an address, where, and what is already settled about it.
 *
 * @param mac as in {@link org.comosix.appliance.domain.Lease#mac()}
 * @param scope where it may have its address
 * @param requested the address it names: option 50, or ciaddr when it prolongs a lease
 * @param reserved the address kept for this client on this link
 * @param reservedName the name by which the inventory knows it: it has it whatever it says
 * @param wishedName the name it asks for
 * @param leaseTime whole seconds
 * @param role what it is at this moment
 */
public record LeaseClaim(
    ClientId client,
    MacAddress mac,
    LeaseScope scope,
    Optional<Ipv4Address> requested,
    Optional<Ipv4Address> reserved,
    Optional<NodeName> reservedName,
    Optional<NodeName> wishedName,
    Duration leaseTime,
    MachineRole role) {

  /** The same within another scope. */
  LeaseClaim within(LeaseScope other) {
    return new LeaseClaim(
        client, mac, other, requested, reserved, reservedName, wishedName, leaseTime, role);
  }

  /** The inventory has this machine. */
  boolean isOfTheInventory() {
    return reserved.isPresent() || reservedName.isPresent();
  }
}
