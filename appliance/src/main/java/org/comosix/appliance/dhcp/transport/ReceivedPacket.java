package org.comosix.appliance.dhcp.transport;

import org.comosix.appliance.dhcp.ServedInterface;

/**
 * Bytes as they came.
 *
 * @param broadcast they were not sent to one of our own addresses
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ReceivedPacket(byte[] bytes, ServedInterface arrival, boolean broadcast) {}
