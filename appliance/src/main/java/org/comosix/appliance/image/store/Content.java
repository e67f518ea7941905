package org.comosix.appliance.image.store;

import java.util.List;

/**
 * Where the bytes of a regular file lie. Content of one hash lies once, however many files and
 * generations have it.
 *
 * @param size bytes
 * @param extents each but the last of {@link #EXTENT_BYTES}; none for an empty file
 */
public record Content(Sha256 hash, long size, List<Extent> extents) {

  /** What one mapping slice can be relied on to hold at least: a file is cut at multiples of it. */
  public static final long EXTENT_BYTES = 256L << 20;

  static final Content EMPTY = new Content(Sha256.of(new byte[0]), 0, List.of());

  public Content {
    extents = List.copyOf(extents);
  }

  /** {@code length} bytes of a segment from {@code offset}. */
  public record Extent(int segment, long offset, long length) {}
}
