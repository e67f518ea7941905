/**
 * Keeps zones of other DNS servers up to date by RFC 2136 updates: what our own zones say of
 * machines is said there too, and taken back when it is over.
 */
package org.comosix.appliance.dns.update;
