/** Signed transactions, on the server's side (RFC 8945). */
package org.comosix.appliance.dns.tsig;
