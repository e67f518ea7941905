package org.comosix.appliance.image.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.comosix.appliance.image.source.SparseMap.Region;

/** A sparse file's whole content: stored regions from the archive, zeros between them. */
final class SparseContent extends InputStream {

  private final InputStream stored;
  private final SparseMap map;
  private int region;
  private long at;

  SparseContent(InputStream stored, SparseMap map) {
    this.stored = stored;
    this.map = map;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (region < map.regions().size() && at >= end(map.regions().get(region))) {
      region++;
    }
    boolean behindAll = region == map.regions().size();
    long data = behindAll ? map.realSize() : map.regions().get(region).offset();
    if (at < data) {
      int hole = (int) Math.min(length, data - at);
      Arrays.fill(bytes, offset, offset + hole, (byte) 0);
      at += hole;
      return hole;
    }
    if (behindAll) {
      return -1;
    }
    int read =
        stored.read(bytes, offset, (int) Math.min(length, end(map.regions().get(region)) - at));
    at += Math.max(read, 0);
    return read;
  }

  private static long end(Region region) {
    return region.offset() + region.length();
  }
}
