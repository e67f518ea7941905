/**
 * Ethernet below the sockets, where a socket cannot do it: frames to a machine without an address,
 * ARP, and what others say to each other.
 */
package org.comosix.appliance.transport.ethernet;
