/** Two machines on one address, and two servers on one network: found out before it hurts. */
package org.comosix.appliance.dhcp.conflict;
