package org.comosix.appliance.domain;

import java.util.Optional;

/**
 * A known machine.
 *
 * @param address its reserved address; without one it is served from the pool
 * @param image what it boots; without one the configured default
 */
public record Node(
    NodeName name, MacAddress mac, Optional<Ipv4Address> address, Optional<ImageName> image) {}
