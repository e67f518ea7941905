package org.comosix.appliance.image;

/**
 * What an import may cost at most, so that a broken or hostile archive is refused instead of
 * filling memory or disk.
 *
 * @param maxInodes names and inodes; each costs some 600 bytes of heap while importing
 * @param maxContentBytes the sum of the sizes of regular files, holes counted
 * @param maxHeaderBytes one entry's extended headers: long names and extended attributes
 */
public record ImportLimits(int maxInodes, long maxContentBytes, int maxHeaderBytes) {

  /** A desktop distribution has about 300 000 files and 10 GiB. */
  public static final ImportLimits DEFAULT = new ImportLimits(1_000_000, 64L << 30, 1 << 20);

  private static final int HEAP_PER_INODE = 700;

  public ImportLimits {
    if (maxInodes < 1 || maxContentBytes < 0 || maxHeaderBytes < 1) {
      throw new IllegalArgumentException("limits are positive");
    }
  }

  /** As many names as the heap has room for: refused with an entry's name, not out of memory. */
  public static ImportLimits forHeap(long bytes) {
    int inodes = (int) Math.min(DEFAULT.maxInodes, bytes / HEAP_PER_INODE);
    return new ImportLimits(inodes, DEFAULT.maxContentBytes, DEFAULT.maxHeaderBytes);
  }
}
