/**
 * Serves generations as read-only NFS version 3 exports: portmap, MOUNT and NFS over ONC RPC, on
 * TCP and UDP.
 *
 * <p>A call's way: {@code transport} (bytes) to {@code rpc} (header, credential, program) to {@code
 * portmap}, {@code mount} or {@code v3} (one procedure) to {@code image.GenerationFileSystem}, and
 * back through {@code codec.XdrWriter}.
 */
package org.comosix.appliance.nfs;
