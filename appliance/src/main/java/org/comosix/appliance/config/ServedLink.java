package org.comosix.appliance.config;

import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * A configured interface as it is on this machine.
 *
 * @param networkInterface its name
 * @param address ours on it, to which the services are bound
 * @param subnet the served subnet in which the address lies
 */
public record ServedLink(String networkInterface, Ipv4Address address, Ipv4Subnet subnet) {}
