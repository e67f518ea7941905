package org.comosix.appliance.image.store;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an inode carries besides its content.
 *
 * @param permissions the low 12 bits of the mode
 * @param uid unsigned 32 bits
 * @param gid unsigned 32 bits
 * @param mtimeNanos 0 to 999 999 999
 * @param xattrs by full name ({@code security.capability}); kept in the index, not served by NFS 3
 */
public record Metadata(
    int permissions,
    int uid,
    int gid,
    long mtimeSeconds,
    int mtimeNanos,
    Map<String, byte[]> xattrs) {

  public Metadata {
    if ((permissions & ~07777) != 0) {
      throw new IllegalArgumentException("more than permissions: " + permissions);
    }
    if (mtimeNanos < 0 || mtimeNanos > 999_999_999) {
      throw new IllegalArgumentException("not nanoseconds: " + mtimeNanos);
    }
    xattrs = xattrs.isEmpty() ? Map.of() : new TreeMap<>(xattrs);
  }
}
