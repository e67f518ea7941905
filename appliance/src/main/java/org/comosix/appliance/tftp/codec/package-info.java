/** TFTP packets as bytes: RFC 1350, section 5, and RFC 2347. Functions only. */
package org.comosix.appliance.tftp.codec;
