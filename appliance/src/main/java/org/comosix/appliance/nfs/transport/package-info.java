/** TCP connections and UDP sockets of the NFS room. */
package org.comosix.appliance.nfs.transport;
