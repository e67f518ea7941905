package org.comosix.appliance.image.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.comosix.appliance.image.store.Content.Extent;

/** Stores content once: what is there already, in any generation, is only pointed to. */
final class ContentWriter {

  private static final int SMALL = 1 << 20;
  private static final int CHUNK = 64 << 10;

  private final SegmentWriter segments;
  private final Function<Sha256, Optional<Content>> published;
  private final Map<Sha256, Content> written = new HashMap<>();
  private final MessageDigest digest = Sha256.digest();
  private final byte[] buffer = new byte[SMALL];

  ContentWriter(SegmentWriter segments, Function<Sha256, Optional<Content>> published) {
    this.segments = segments;
    this.published = published;
  }

  /**
   * Takes exactly {@code size} bytes from a stream.
   *
   * @throws EOFException there are fewer
   */
  Content store(InputStream in, long size) throws IOException {
    if (size == 0) {
      return Content.EMPTY;
    }
    return size <= SMALL ? storeSmall(in, (int) size) : storeLarge(in, size);
  }

  /** Hashed first, written only if it is new. */
  private Content storeSmall(InputStream in, int size) throws IOException {
    fill(in, size);
    digest.update(buffer, 0, size);
    Sha256 hash = Sha256.finish(digest);
    Optional<Content> known = known(hash);
    if (known.isPresent()) {
      return known.get();
    }
    Extent extent = segments.reserve(size);
    segments.append(buffer, 0, size);
    return remember(new Content(hash, size, List.of(extent)));
  }

  /** Written while it is hashed, and taken back if it was known. */
  private Content storeLarge(InputStream in, long size) throws IOException {
    SegmentWriter.Mark mark = segments.mark();
    List<Extent> extents = new ArrayList<>();
    for (long at = 0; at < size; at += Content.EXTENT_BYTES) {
      Extent extent = segments.reserve(Math.min(size - at, Content.EXTENT_BYTES));
      copy(in, extent.length());
      extents.add(extent);
    }
    Sha256 hash = Sha256.finish(digest);
    Optional<Content> known = known(hash);
    if (known.isPresent()) {
      segments.rollBack(mark);
      return known.get();
    }
    return remember(new Content(hash, size, extents));
  }

  private void copy(InputStream in, long length) throws IOException {
    for (long left = length; left > 0; ) {
      int part = (int) Math.min(left, CHUNK);
      fill(in, part);
      digest.update(buffer, 0, part);
      segments.append(buffer, 0, part);
      left -= part;
    }
  }

  private void fill(InputStream in, int length) throws IOException {
    if (in.readNBytes(buffer, 0, length) < length) {
      throw new EOFException("content is shorter than announced");
    }
  }

  private Optional<Content> known(Sha256 hash) {
    Content own = written.get(hash);
    return own != null ? Optional.of(own) : published.apply(hash);
  }

  private Content remember(Content content) {
    written.put(content.hash(), content);
    return content;
  }
}
