package org.comosix.appliance.image;

/**
 * What boots a generation, found in its own tree when it was published.
 *
 * @param kernel the kernel's inode, a regular file
 * @param initrd the initramfs's inode, a regular file
 * @param kernelVersion as in {@code /lib/modules/VERSION}
 */
public record BootArtifacts(long kernel, long initrd, String kernelVersion) {}
