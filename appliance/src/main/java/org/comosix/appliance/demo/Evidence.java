package org.comosix.appliance.demo;

/**
 * One claim about the booted node, and what was seen.
 *
 * @param seen the words of the node, of dig or of the log that decided it
 */
public record Evidence(String claim, boolean holds, String seen) {}
