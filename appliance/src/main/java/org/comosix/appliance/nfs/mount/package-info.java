/** The MOUNT protocol (RFC 1813, appendix I). */
package org.comosix.appliance.nfs.mount;
