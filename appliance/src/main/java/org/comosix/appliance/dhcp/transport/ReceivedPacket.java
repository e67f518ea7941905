package org.comosix.appliance.dhcp.transport;

import org.comosix.appliance.dhcp.ServedInterface;
import org.comosix.appliance.domain.Ipv4Address;

/**
 * Bytes as they came.
 *
 * @param source the sender's address, {@link Ipv4Address#ANY} for a client that has none
 * @param broadcast they were not sent to one of our own addresses
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReceivedPacket(
    byte[] bytes, ServedInterface arrival, Ipv4Address source, boolean broadcast) {}
