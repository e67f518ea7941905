/** NFS version 3 (RFC 1813) for read-only exports: each class is a group of procedures. */
package org.comosix.appliance.nfs.v3;
