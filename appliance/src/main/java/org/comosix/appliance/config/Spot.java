package org.comosix.appliance.config;

/**
 * A place in a configuration file.
 *
 * @param line from 1
 * @param column in characters (code points) from 1
 * @param length how many characters are meant, at least 1
 * @param text the whole line
 */
public record Spot(int line, int column, int length, String text) {}
