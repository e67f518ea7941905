/** XDR (RFC 4506) over byte buffers: no network, clock, file or logger. */
package org.comosix.appliance.nfs.codec;
