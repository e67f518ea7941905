package org.comosix.appliance.image.source;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.zstandard.ZstdCompressorInputStream;

/** How a stream is compressed, told by its first bytes and not by a file's name. */
enum Compression {
  GZIP("\u001f\u008b"),
  BZIP2("BZh"),
  XZ("\u00fd7zXZ\0"),
  ZSTD("(\u00b5/\u00fd"),
  LZ4("\u0004\"M\u0018"),
  /** What {@code lz4 -l} writes, the only form of it that the kernel unpacks. */
  LZ4_LEGACY("\u0002!L\u0018"),
  NONE("");

  /** xz -9 needs 65 MiB to unpack. */
  private static final int XZ_MEMORY_KIB = 128 << 10;

  private static final int LONGEST_MAGIC = 6;

  /** One character a byte. */
  private final String magic;

  Compression(String magic) {
    this.magic = magic;
  }

  /** Looks at the next bytes of a stream that can {@link InputStream#mark}; takes none. */
  static Compression of(InputStream in) throws IOException {
    in.mark(LONGEST_MAGIC);
    String start = new String(in.readNBytes(LONGEST_MAGIC), StandardCharsets.ISO_8859_1);
    in.reset();
    for (Compression compression : values()) {
      if (start.startsWith(compression.magic)) {
        return compression;
      }
    }
    return NONE;
  }

  /**
   * The stream unpacked; several compressed streams behind each other are one.
   *
   * @throws IOException it is not what its first bytes say, or needs too much memory
   */
  InputStream unpack(InputStream in) throws IOException {
    return switch (this) {
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(in)
              .setDecompressConcatenated(true)
              .setMemoryLimitKiB(XZ_MEMORY_KIB)
              .get();
      case ZSTD -> new ZstdCompressorInputStream(in);
      case LZ4 -> new FramedLZ4CompressorInputStream(in, true);
      case LZ4_LEGACY -> new LegacyLz4(in);
      case NONE -> in;
    };
  }

  /** A stream that can be asked {@link #of}. */
  static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, 1 << 18);
  }
}
