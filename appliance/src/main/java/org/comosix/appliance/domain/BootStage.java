package org.comosix.appliance.domain;

/** The steps of a network boot in the order in which a node takes them. */
public enum BootStage {
  /**
   * An address was acknowledged; each DHCP client of one boot (ROM, iPXE, initramfs) tells it
   * again.
   */
  DHCP,
  /** A boot loader was fetched by TFTP or HTTP. */
  BOOT_FILE,
  /** The generated boot script was fetched. */
  SCRIPT,
  /** The kernel was sent. */
  KERNEL,
  /** The initial RAM file system was sent. */
  INITRD,
  /** The root file system was mounted. */
  NFS_MOUNT,
  /** The node's own first program runs. */
  INIT,
  /** The node says that it is up. */
  READY,
  /** A step failed; the detail says which and why. */
  FAILED
}
