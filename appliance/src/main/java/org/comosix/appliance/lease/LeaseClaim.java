package org.comosix.appliance.lease;

import java.time.Duration;
import java.util.Optional;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * Who asks for an address, where, and what is already settled about it.
 *
 * @param subnet the network the client is on
 * @param requested the address it names: option 50, or ciaddr when it prolongs a lease
 * @param reserved the address kept for this client in this subnet
 * @param reservedName the name by which the inventory knows it: it has it whatever it says
 * @param wishedName the name it asks for
 * @param leaseTime whole seconds
 */
public record LeaseClaim(
    ClientId client,
    MacAddress mac,
    Ipv4Subnet subnet,
    Optional<Ipv4Address> requested,
    Optional<Ipv4Address> reserved,
    Optional<NodeName> reservedName,
    Optional<NodeName> wishedName,
    Duration leaseTime) {}
