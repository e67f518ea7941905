package org.comosix.appliance.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Something a booting node did, seen by a protocol room.
 *
 * @param address where it came from
 * @param mac the hardware address, where the protocol carries one
 * @param detail for people: file name and size, export path, reason of a failure
 */
public record BootFact(
    Instant time, BootStage stage, Ipv4Address address, Optional<MacAddress> mac, String detail) {}
