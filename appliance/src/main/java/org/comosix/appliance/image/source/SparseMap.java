package org.comosix.appliance.image.source;

import java.util.List;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;

/**
 * Which regions of a file are in the archive; the rest are holes.
 *
 * @param realSize bytes of the file, holes counted
 */
record SparseMap(List<Region> regions, long realSize) {

  /** An archive that needs more is hostile: this is a fragment of 1 MiB in a file of 64 GiB. */
  static final int MAX_REGIONS = 65_536;

  /** {@code length} bytes at {@code offset} of the file. */
  record Region(long offset, long length) {}

  SparseMap {
    regions = List.copyOf(regions);
  }

  /** Checks that the regions lie in order, inside the file, and hold what the archive stores. */
  SparseMap checked(long stored) throws BrokenArchive {
    long end = 0;
    long sum = 0;
    for (Region region : regions) {
      if (region.offset < end
          || region.length < 0
          || region.length > realSize
          || region.offset > realSize - region.length) {
        throw new BrokenArchive("its sparse map is out of order or leads out of the file");
      }
      end = region.offset + region.length;
      sum += region.length;
    }
    if (sum != stored) {
      throw new BrokenArchive(
          "its sparse map needs " + sum + " bytes, but " + stored + " are stored");
    }
    return this;
  }
}
