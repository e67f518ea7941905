package org.comosix.appliance.dns;

/**
 * What some software makes of the prefix of our names.
 *
 * @param software who
 * @param effect what it does with a name such as {@code om_pc1}
 * @param remedy what helps there
 */
public record PrefixFinding(String software, String effect, String remedy) {}
