package org.comosix.appliance.dhcp.explain;

/**
 * One thing that was found out.
 *
 * @param topic one word for what it is about, the same for every message: {@code link}, {@code
 *     role}
 * @param text for people
 */
public record Fact(String topic, String text) {}
