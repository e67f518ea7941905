package org.comosix.appliance.dhcp.explain;

import java.util.Optional;
import org.comosix.appliance.dhcp.codec.DhcpMessage;
import org.comosix.appliance.transport.capture.CapturedDatagram;

/**
 * A message of a capture.
 *
 * @param number of the packet in the capture, from 1, as Wireshark counts
 * @param message empty when it is none
 */
public record ExplainedMessage(
    int number,
    CapturedDatagram datagram,
    Optional<DhcpMessage> message,
    Explanation explanation) {}
