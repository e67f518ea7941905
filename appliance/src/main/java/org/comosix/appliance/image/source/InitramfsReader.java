package org.comosix.appliance.image.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads an initramfs as the kernel does: cpio archives (newc) behind each other, zeros between
 * them, the last one mostly compressed. So an uncompressed archive of early microcode may come
 * first. Bounded in memory and time; one thread.
 *
 * @see <a href="https://docs.kernel.org/driver-api/early-userspace/buffer-format.html">Linux,
 *     initramfs buffer format</a>
 */
public final class InitramfsReader {

  private static final String TRAILER = "TRAILER!!!";
  private static final int HEADER = 110;
  private static final int MAX_MEMBERS = 200_000;
  private static final int MAX_NAME = 4096;
  private static final int MAX_TEXT = 8 << 20;
  private static final long MAX_BYTES = 4L << 30;

  private final Predicate<String> wanted;
  private final Set<String> paths = new HashSet<>();
  private final Map<String, String> texts = new HashMap<>();
  private boolean sawTrailer;
  private long bytes;

  private InitramfsReader(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * Reads the whole of it.
   *
   * @param wanted says of a path whether its content is asked for; of at most 8 MiB
   * @throws IOException it is not an initramfs, is damaged, or is beyond any sensible size
   */
  public static InitramfsContents read(InputStream in, Predicate<String> wanted)
      throws IOException {
    InitramfsReader reader = new InitramfsReader(wanted);
    reader.archives(Compression.buffered(in), true);
    if (!reader.sawTrailer) {
      throw new IOException("holds no whole cpio archive");
    }
    return new InitramfsContents(reader.paths, reader.texts);
  }

  private void archives(InputStream in, boolean mayBeCompressed) throws IOException {
    while (skipZeros(in)) {
      Compression compression = Compression.of(in);
      if (compression == Compression.NONE) {
        archive(in);
      } else if (mayBeCompressed) {
        compressed(in, compression);
        return;
      } else {
        throw new IOException("is compressed twice");
      }
    }
  }

  private void compressed(InputStream in, Compression compression) throws IOException {
    sawTrailer = false;
    try (InputStream unpacked = Compression.buffered(compression.unpack(in))) {
      archives(unpacked, false);
    } catch (IOException e) {
      // Unpackers differ on what lies behind the compressed data (padding, a length); the kernel
      // does not mind it either.
      if (!sawTrailer) {
        throw e;
      }
    }
  }

  /** False at the end. */
  private static boolean skipZeros(InputStream in) throws IOException {
    int next;
    do {
      in.mark(1);
      next = in.read();
    } while (next == 0);
    in.reset();
    return next >= 0;
  }

  private void archive(InputStream in) throws IOException {
    while (true) {
      byte[] header = take(in, HEADER);
      String magic = new String(header, 0, 6, StandardCharsets.US_ASCII);
      if (!magic.equals("070701") && !magic.equals("070702")) {
        throw new IOException("has something that is no cpio (newc) archive");
      }
      long size = hex(header, 54);
      int nameLength = (int) Math.min(hex(header, 94), MAX_NAME + 1);
      if (nameLength < 1 || nameLength > MAX_NAME) {
        throw new IOException("has a name of " + nameLength + " bytes");
      }
      byte[] name = take(in, nameLength);
      in.skipNBytes(padding(HEADER + nameLength));
      String path = new String(name, 0, nameLength - 1, StandardCharsets.UTF_8);
      if (path.equals(TRAILER)) {
        sawTrailer = true;
        return;
      }
      member(in, relative(path), size);
    }
  }

  private void member(InputStream in, String path, long size) throws IOException {
    paths.add(path);
    bytes += size;
    if (paths.size() > MAX_MEMBERS || bytes > MAX_BYTES) {
      throw new IOException("is larger than any initramfs we believe in");
    }
    if (wanted.test(path) && size <= MAX_TEXT) {
      texts.put(path, new String(take(in, (int) size), StandardCharsets.UTF_8));
    } else {
      in.skipNBytes(size);
    }
    in.skipNBytes(padding(size));
  }

  private static String relative(String path) {
    return path.startsWith("./") ? path.substring(2) : path;
  }

  private static long padding(long length) {
    return -length & 3;
  }

  private static byte[] take(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("is cut off");
    }
    return bytes;
  }

  private static long hex(byte[] header, int offset) throws IOException {
    String digits = new String(header, offset, 8, StandardCharsets.US_ASCII);
    try {
      return Long.parseLong(digits, 16);
    } catch (NumberFormatException e) {
      throw new IOException("has a header with \"" + digits + "\" where a number belongs", e);
    }
  }
}
