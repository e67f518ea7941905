package org.comosix.appliance.nfs;

/**
 * The ports of the NFS room, the same on TCP and UDP and on each address. MOUNT shares the port of
 * NFS: every client asks portmap where it is, and a firewall has one port less to open.
 *
 * @param portmap 111, where clients ask; 0 for any free one; {@link #NO_PORTMAP} for none
 * @param nfs 2049; 0 for any free one
 */
public record NfsPorts(int portmap, int nfs) {

  /** We do not answer portmap: rpcbind may keep port 111. Clients must be told the port of NFS. */
  public static final int NO_PORTMAP = -1;

  public static final NfsPorts WELL_KNOWN = new NfsPorts(111, 2049);

  public boolean hasPortmap() {
    return portmap != NO_PORTMAP;
  }
}
