/** The port mapper (RFC 1833), versions 2 to 4. */
package org.comosix.appliance.nfs.portmap;
