/**
 * DHCPv4 (RFC 2131): who asks, what they get, where the answer goes. Decisions only; bytes are
 * {@code codec}'s, sockets are {@code transport}'s.
 */
package org.comosix.appliance.dhcp;
