package org.comosix.appliance.transport.capture;

import java.time.Instant;
import java.util.Optional;

/**
 * One packet as it stands in the file.
 *
 * @param linkType LINKTYPE of the interface it was captured on
 * @param networkInterface its name, where the file tells it
 * @param bytes from the link's header on, perhaps cut
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
public record CapturedFrame(
    Instant time, int linkType, Optional<String> networkInterface, byte[] bytes) {}
