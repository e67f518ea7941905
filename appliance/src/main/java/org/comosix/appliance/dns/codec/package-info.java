/** DNS messages as bytes (RFC 1035, section 4): queries are read, responses are written. */
package org.comosix.appliance.dns.codec;
