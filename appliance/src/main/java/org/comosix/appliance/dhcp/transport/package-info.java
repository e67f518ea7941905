/** DHCP's sockets and its one thread. */
package org.comosix.appliance.dhcp.transport;
