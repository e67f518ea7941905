package org.comosix.appliance.nfs;

/**
 * The ports of the NFS room, the same on TCP and UDP and on each address. MOUNT shares the port of
 * NFS: every client asks portmap where it is, and a firewall has one port less to open.
 *
 * @param nfs 2049; 0 for any free one
 * @param helper of portmap or of MOUNT alone, as {@code kind} says; 0 for any free one
 */
public record NfsPorts(int nfs, Helper kind, int helper) {

  /** How a client that knows only our address finds MOUNT. */
  public enum Helper {
    /** It asks portmap, and we answer. */
    PORTMAP,
    /**
     * Another program keeps portmap's port. Debian's initramfs (klibc's nfsmount) is told the port
     * of NFS, gets no answer about MOUNT, and then tries port 627 over TCP, without a way to tell
     * it another.
     */
    MOUNT_ALONE
  }

  private static final int PORTMAP_PORT = 111;
  private static final int KLIBC_MOUNT_PORT = 627;

  /** The ports that clients know, and ours for NFS. */
  public static NfsPorts standard(int nfs, boolean portmap) {
    return portmap
        ? new NfsPorts(nfs, Helper.PORTMAP, PORTMAP_PORT)
        : new NfsPorts(nfs, Helper.MOUNT_ALONE, KLIBC_MOUNT_PORT);
  }

  /** What the helper's port is called. */
  public String helperName() {
    return kind == Helper.PORTMAP ? "portmap" : "mount";
  }
}
