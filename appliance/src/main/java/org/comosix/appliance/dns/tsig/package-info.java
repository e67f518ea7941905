/** Signed transactions (RFC 8945). */
package org.comosix.appliance.dns.tsig;
