package org.comosix.appliance.lease.exchange;

import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.NodeName;

/**
 * A machine that another server's configuration names.
 *
 * @param name its host name; some entries give none
 */
public record ForeignHost(
    Place place, Optional<NodeName> name, MacAddress mac, Optional<Ipv4Address> address) {}
