/** Changes of our zones that others ask for (RFC 2136): who may, what becomes of them, on disk. */
package org.comosix.appliance.dns.accept;
