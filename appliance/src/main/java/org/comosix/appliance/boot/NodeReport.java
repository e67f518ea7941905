package org.comosix.appliance.boot;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.MacAddress;

/**
 * What a node said about itself. Nothing in it is trusted: who it is, its address says.
 *
 * @param mac the hardware address that holds {@code address} by its lease or reservation
 * @param facts the lines of the report, in their order; untouched text of the node
 */
public record NodeReport(
    Instant time, Ipv4Address address, Optional<MacAddress> mac, Map<String, String> facts) {}
