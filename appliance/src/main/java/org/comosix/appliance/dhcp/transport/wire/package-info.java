/** What DHCP does below its sockets: frames to new clients, probes, and hearing other servers. */
package org.comosix.appliance.dhcp.transport.wire;
