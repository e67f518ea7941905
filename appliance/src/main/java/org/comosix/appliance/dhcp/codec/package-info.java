/**
 * DHCPv4 messages between bytes and values (RFC 2131, section 2; RFC 2132; RFC 3396). Pure
 * functions: no clock, file, socket or logger.
 */
package org.comosix.appliance.dhcp.codec;
