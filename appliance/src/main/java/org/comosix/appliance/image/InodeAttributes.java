package org.comosix.appliance.image;

/**
 * What stat(2) tells of an inode, as it was in the source of the image.
 *
 * @param inode its number, 1 for the root, stable in a generation
 * @param permissions the low 12 bits: rwx, set-user-ID, set-group-ID, sticky; no type bits
 * @param nlink hard links
 * @param uid unsigned 32 bits
 * @param gid unsigned 32 bits
 * @param size bytes; of a symlink, its target's length
 * @param rdevMajor for devices, else 0
 * @param rdevMinor for devices, else 0
 * @param mtimeSeconds since 1970, may be negative
 * @param mtimeNanos 0 to 999 999 999
 */
public record InodeAttributes(
    long inode,
    FileKind kind,
    int permissions,
    int nlink,
    int uid,
    int gid,
    long size,
    int rdevMajor,
    int rdevMinor,
    long mtimeSeconds,
    int mtimeNanos) {}
