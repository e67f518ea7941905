package org.comosix.appliance.boot;

import java.util.Optional;
import org.comosix.appliance.domain.ClientArch;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * What a DHCP client told about how it boots.
 *
 * @param server our own address as this client reaches it
 * @param arch option 93; empty when the client did not say
 * @param ipxe the client is iPXE: user class (option 77) {@code iPXE} or option 175
 */
public record BootRequest(
    MacAddress mac, Ipv4Address server, Optional<ClientArch> arch, boolean ipxe) {}
