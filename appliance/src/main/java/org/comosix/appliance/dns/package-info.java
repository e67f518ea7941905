/**
 * The embedded name server: authoritative for the zone of the nodes and for the reverse zones of
 * their subnets, fed by the leases.
 */
package org.comosix.appliance.dns;
