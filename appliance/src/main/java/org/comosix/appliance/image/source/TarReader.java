package org.comosix.appliance.image.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;
import org.comosix.appliance.image.store.Metadata;
import org.comosix.appliance.image.store.Name;

/**
 * Reads a tar archive as it streams by: v7, ustar, pax and GNU, with long names, sparse files and
 * extended attributes.
 *
 * <p>Our own because names and attribute values must stay the bytes that they are, and the readers
 * at hand turn those of pax headers into text. One thread.
 */
final class TarReader {

  private static final String XATTR = "SCHILY.xattr.";

  private final InputStream in;
  private final int maxHeaderBytes;
  private PaxRecords global = PaxRecords.NONE;
  private InputStream content = InputStream.nullInputStream();
  private Bounded stored;
  private long padding;
  private boolean first = true;

  /**
   * Begins at the archive's first byte.
   *
   * @param maxHeaderBytes of the extended headers of one entry
   */
  TarReader(InputStream in, int maxHeaderBytes) {
    this.in = in;
    this.maxHeaderBytes = maxHeaderBytes;
    this.stored = new Bounded(in, 0);
  }

  /**
   * Moves to the next member; empty behind the last one.
   *
   * @throws BrokenArchive the archive is cut off, damaged, or has a member of a kind we do not know
   */
  Optional<TarEntry> next() throws IOException {
    skipRest();
    PaxRecords pax = global;
    Optional<byte[]> longName = Optional.empty();
    Optional<byte[]> longLink = Optional.empty();
    int headerBytes = 0;
    while (true) {
      TarHeader header = readHeader();
      if (header.isZero()) {
        return Optional.empty();
      }
      char type = header.type();
      if (type != 'x' && type != 'X' && type != 'g' && type != 'L' && type != 'K' && type != 'V') {
        return Optional.of(entry(header, pax, longName, longLink));
      }
      byte[] data = readExtension(header, maxHeaderBytes - headerBytes);
      headerBytes += data.length;
      switch (type) {
        case 'x', 'X' -> pax = pax.with(PaxRecords.parse(data));
        case 'g' -> {
          global = global.with(PaxRecords.parse(data));
          pax = global.with(pax);
        }
        case 'L' -> longName = Optional.of(untilNul(data));
        case 'K' -> longLink = Optional.of(untilNul(data));
        default -> {} // 'V': the archive's label, no member of it
      }
    }
  }

  /** The content of the member that {@link #next} told of; holes read as zeros. */
  InputStream content() {
    return content;
  }

  private TarHeader readHeader() throws IOException {
    TarHeader header = new TarHeader(readBlock());
    if (!header.isZero() && !header.hasItsChecksum()) {
      throw new BrokenArchive(
          first
              ? "it is not a tar archive, plain or compressed by gzip, bzip2, xz or zstd"
              : "the next header's checksum is wrong");
    }
    first = false;
    return header;
  }

  private byte[] readBlock() throws IOException {
    byte[] block = in.readNBytes(TarHeader.BLOCK);
    if (block.length < TarHeader.BLOCK) {
      throw new BrokenArchive(
          first && block.length > 0
              ? "it is not a tar archive, plain or compressed by gzip, bzip2, xz or zstd"
              : "it ends without an end-of-archive mark: it was cut off");
    }
    return block;
  }

  private byte[] readExtension(TarHeader header, int limit) throws IOException {
    long size = header.size();
    if (size < 0 || size > limit) {
      throw new BrokenArchive("the next member has " + size + " bytes of extended headers");
    }
    byte[] data = in.readNBytes((int) size);
    skipFully(paddingOf(size));
    if (data.length < size) {
      throw new BrokenArchive("it ends inside a header: it was cut off");
    }
    return data;
  }

  private TarEntry entry(
      TarHeader header, PaxRecords pax, Optional<byte[]> longName, Optional<byte[]> longLink)
      throws IOException {
    byte[] name =
        pax.bytes("GNU.sparse.name")
            .or(() -> pax.bytes("path"))
            .or(() -> longName)
            .orElseGet(header::name);
    byte[] link = pax.bytes("linkpath").or(() -> longLink).orElseGet(header::linkName);
    TarEntry.Type type = type(header.type(), name);
    long size = hasContent(header.type()) ? pax.number("size", header.size()) : 0;
    if (size < 0) {
      throw new BrokenArchive("member \"" + Name.printable(name) + "\" has a negative size");
    }
    begin(size);
    Optional<SparseMap> sparse =
        type == TarEntry.Type.REGULAR
            ? new SparseFormats(this::readBlock, stored).read(header, pax)
            : Optional.empty();
    if (sparse.isPresent()) {
      SparseMap map = sparse.get().checked(stored.left());
      content = new SparseContent(stored, map);
      size = map.realSize();
    }
    boolean device = type == TarEntry.Type.CHARACTER_DEVICE || type == TarEntry.Type.BLOCK_DEVICE;
    return new TarEntry(
        name,
        type,
        metadata(header, pax),
        link,
        device ? (int) pax.number("SCHILY.devmajor", header.major()) : 0,
        device ? (int) pax.number("SCHILY.devminor", header.minor()) : 0,
        type == TarEntry.Type.REGULAR ? size : 0,
        sparse);
  }

  /**
   * Links and devices have none, whatever their size field says (old tars put the file's there).
   */
  private static boolean hasContent(char flag) {
    return flag == '0' || flag == '\0' || flag == '7' || flag == 'S' || flag == 'D';
  }

  private void begin(long size) {
    stored = new Bounded(in, size);
    padding = paddingOf(size);
    content = stored;
  }

  private static TarEntry.Type type(char flag, byte[] name) throws BrokenArchive {
    return switch (flag) {
      // A trailing slash is how v7 tar told a directory.
      case '0', '\0', '7' ->
          name.length > 0 && name[name.length - 1] == '/'
              ? TarEntry.Type.DIRECTORY
              : TarEntry.Type.REGULAR;
      case 'S' -> TarEntry.Type.REGULAR;
      case '1' -> TarEntry.Type.HARD_LINK;
      case '2' -> TarEntry.Type.SYMLINK;
      case '3' -> TarEntry.Type.CHARACTER_DEVICE;
      case '4' -> TarEntry.Type.BLOCK_DEVICE;
      case '5', 'D' -> TarEntry.Type.DIRECTORY;
      case '6' -> TarEntry.Type.FIFO;
      default ->
          throw new BrokenArchive(
              "member \""
                  + Name.printable(name)
                  + "\" has the type '"
                  + Name.printable(new byte[] {(byte) flag})
                  + "', which is not read (a volume of a set, or an old dump?)");
    };
  }

  private static Metadata metadata(TarHeader header, PaxRecords pax) throws BrokenArchive {
    Optional<String> mtime = pax.text("mtime");
    PaxRecords.Time time =
        mtime.isPresent()
            ? PaxRecords.Time.parse(mtime.get())
            : new PaxRecords.Time(header.mtime(), 0);
    Map<String, byte[]> xattrs = new TreeMap<>();
    pax.values()
        .forEach(
            (keyword, value) -> {
              if (keyword.startsWith(XATTR)) {
                xattrs.put(keyword.substring(XATTR.length()), value);
              }
            });
    return new Metadata(
        header.permissions(),
        owner(pax.number("uid", header.uid())),
        owner(pax.number("gid", header.gid())),
        time.seconds(),
        time.nanos(),
        xattrs);
  }

  private static int owner(long id) throws BrokenArchive {
    if (id < 0 || id > 0xffff_ffffL) {
      throw new BrokenArchive("a user or group number is " + id + ", not one of 32 bits");
    }
    return (int) id;
  }

  private void skipRest() throws IOException {
    skipFully(stored.left() + padding);
    begin(0);
  }

  private void skipFully(long length) throws IOException {
    try {
      in.skipNBytes(length);
    } catch (EOFException e) {
      throw new BrokenArchive("it ends inside a member: it was cut off");
    }
  }

  private static long paddingOf(long size) {
    return -size & (TarHeader.BLOCK - 1);
  }

  private static byte[] untilNul(byte[] data) {
    int end = 0;
    while (end < data.length && data[end] != 0) {
      end++;
    }
    return Arrays.copyOf(data, end);
  }
}
