package org.comosix.appliance.image.store;

import java.io.IOException;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.comosix.appliance.image.ImageStoreException;

/**
 * The segments that published content lies in, each mapped once per process. A segment never
 * changes after its first generation was published, so a mapping stays true. Any thread.
 */
final class Segments {

  /** A mapping's offsets are ints; smaller files also make a copy or a partial loss smaller. */
  static final long MAX_BYTES = 1L << 30;

  private static final String SUFFIX = ".segment";

  private final Path directory;
  private final ConcurrentMap<Integer, MappedByteBuffer> mapped = new ConcurrentHashMap<>();

  Segments(Path directory) {
    this.directory = directory;
  }

  Path path(int number) {
    return directory.resolve(String.format(Locale.ROOT, "%06d%s", number, SUFFIX));
  }

  Path directory() {
    return directory;
  }

  /** The segment's number, or 0 for a file that is none. */
  static int number(Path file) {
    String name = file.getFileName().toString();
    return name.matches("\\d{6,9}\\.segment")
        ? Integer.parseInt(name.substring(0, name.length() - SUFFIX.length()))
        : 0;
  }

  /**
   * Maps a segment.
   *
   * @param atLeast bytes that are referred to: touching a mapping behind its file's end would kill
   *     the process
   */
  MappedByteBuffer map(int number, long atLeast) {
    MappedByteBuffer mapping = mapped.computeIfAbsent(number, this::mapWhole);
    if (mapping.capacity() < atLeast) {
      throw new ImageStoreException(
          "segment "
              + path(number)
              + " has "
              + mapping.capacity()
              + " bytes, but a generation needs "
              + atLeast
              + ": it was cut off; restore it or import the image again");
    }
    return mapping;
  }

  private MappedByteBuffer mapWhole(int number) {
    try (FileChannel file = FileChannel.open(path(number), StandardOpenOption.READ)) {
      return file.map(FileChannel.MapMode.READ_ONLY, 0, Math.min(file.size(), Integer.MAX_VALUE));
    } catch (IOException e) {
      throw new ImageStoreException("cannot map segment " + path(number), e);
    }
  }
}
