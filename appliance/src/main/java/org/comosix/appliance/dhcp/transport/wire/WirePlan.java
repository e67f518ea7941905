package org.comosix.appliance.dhcp.transport.wire;

import java.time.Duration;

/**
 * Ports, and patience.
 *
 * @param serverPort from which servers answer
 * @param clientPort where clients take replies
 * @param probeWait how long an answer to a probe is waited for
 */
public record WirePlan(int serverPort, int clientPort, Duration probeWait) {}
