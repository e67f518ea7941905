package org.comosix.appliance.nfs;

/**
 * The ports of the NFS room, the same on TCP and UDP and on each address. MOUNT shares the port of
 * NFS: every client asks portmap where it is, and a firewall has one port less to open.
 *
 * @param portmap 111, where clients ask; 0 for any free one
 * @param nfs 2049; 0 for any free one
 */
public record NfsPorts(int portmap, int nfs) {

  public static final NfsPorts WELL_KNOWN = new NfsPorts(111, 2049);
}
