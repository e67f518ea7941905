/** Queries to upstream servers over UDP and TCP (RFC 5452, RFC 7766). */
package org.comosix.appliance.dns.forward.transport;
