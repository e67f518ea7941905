/**
 * Says in words what the DHCP server would answer to a message and why, and what is wrong with
 * answers of others. Asks the server's own parts on a copy of its leases; sends and keeps nothing.
 */
package org.comosix.appliance.dhcp.explain;
