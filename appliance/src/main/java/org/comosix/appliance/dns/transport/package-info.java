/** DNS over UDP and TCP (RFC 1035, section 4.2; RFC 7766). */
package org.comosix.appliance.dns.transport;
