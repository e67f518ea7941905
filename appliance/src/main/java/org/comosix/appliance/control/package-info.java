/**
 * Talking to a running appliance: one JSON object a line over a Unix socket in its state directory,
 * one request at a time, one answer each. Rooms offer {@link
 * org.comosix.appliance.control.ControlCommand}s; the command line asks.
 */
package org.comosix.appliance.control;
