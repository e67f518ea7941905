package org.comosix.appliance.image.source;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImportLimits;
import org.comosix.appliance.image.ImportProgress;
import org.comosix.appliance.image.source.ArchiveInput.BrokenArchive;
import org.comosix.appliance.image.store.Body;
import org.comosix.appliance.image.store.GenerationImport;
import org.comosix.appliance.image.store.TreePath;

/**
 * Streams an archive into a generation. What the archive says last of a name holds, as if it were
 * unpacked; but nothing is written outside the store, and no entry leads out of its root or through
 * a symbolic link. One thread.
 */
public final class TarImport {

  /** The end-of-archive mark is padded to a record, 10 KiB by habit; no more than this of zeros. */
  private static final long MAX_TRAILER = 64 << 20;

  private final GenerationImport into;
  private final ImportLimits limits;
  private String at = "the first entry";

  public TarImport(GenerationImport into, ImportLimits limits) {
    this.into = into;
    this.limits = limits;
  }

  /**
   * Reads an archive to its end. Does not close it.
   *
   * @param archive a tar, plain or compressed by gzip, bzip2, xz or zstd
   * @param length of the archive in bytes, or {@link ImportProgress#UNKNOWN}
   * @throws ImageRefusedException the archive is damaged, hostile or beyond the limits; says which
   *     entry
   * @throws IOException the store's disk failed
   */
  public void read(InputStream archive, long length, ImportProgress progress) throws IOException {
    try {
      InputStream counted =
          Compression.buffered(new ArchiveInput(new CountedInput(archive, length, progress)));
      InputStream unpacked = unpack(counted);
      InputStream tar = Compression.buffered(new ArchiveInput(unpacked));
      TarReader reader = new TarReader(tar, limits.maxHeaderBytes());
      for (Optional<TarEntry> entry = reader.next(); entry.isPresent(); entry = reader.next()) {
        at = "\"" + entry.get().printableName() + "\"";
        put(entry.get(), reader.content());
        at = "the entry behind " + at;
      }
      requireNothingBehind(tar);
    } catch (BrokenArchive e) {
      throw new ImageRefusedException(
          "the archive cannot be read at " + at + ": " + e.getMessage());
    }
  }

  private static InputStream unpack(InputStream counted) throws BrokenArchive {
    try {
      return Compression.of(counted).unpack(counted);
    } catch (IOException e) {
      throw new BrokenArchive(e);
    }
  }

  private void put(TarEntry entry, InputStream content) throws IOException {
    TreePath path = TreePath.parse(entry.name());
    if (entry.type() == TarEntry.Type.HARD_LINK) {
      into.tree().link(path, linkTarget(path, entry));
    } else {
      into.tree().put(path, entry.metadata(), body(path, entry, content));
    }
  }

  private Body body(TreePath path, TarEntry entry, InputStream content) throws IOException {
    return switch (entry.type()) {
      case REGULAR -> regular(path, entry.size(), content);
      case DIRECTORY -> new Body.Directory();
      case SYMLINK -> symlink(path, entry.linkName());
      case CHARACTER_DEVICE ->
          new Body.Special(FileKind.CHARACTER_DEVICE, entry.major(), entry.minor());
      case BLOCK_DEVICE -> new Body.Special(FileKind.BLOCK_DEVICE, entry.major(), entry.minor());
      case FIFO -> new Body.Special(FileKind.FIFO, 0, 0);
      case HARD_LINK -> throw new IllegalArgumentException("a hard link has no body");
    };
  }

  /** Asks for the size before the content is taken: a bomb costs its header, not the disk. */
  private Body regular(TreePath path, long size, InputStream content) throws IOException {
    if (size > into.tree().contentBytesLeft()) {
      throw new ImageRefusedException(
          "entry \""
              + path
              + "\" has "
              + size
              + " bytes and would bring the image to more than "
              + limits.maxContentBytes());
    }
    return new Body.Regular(into.store(content, size));
  }

  private static Body symlink(TreePath path, byte[] target) {
    if (target.length == 0 || target.length > TreePath.MAX_LENGTH) {
      throw new ImageRefusedException(
          "entry \"" + path + "\" is a symbolic link to a name of " + target.length + " bytes");
    }
    return new Body.Symlink(target);
  }

  private static TreePath linkTarget(TreePath path, TarEntry entry) {
    try {
      return TreePath.parse(entry.linkName());
    } catch (ImageRefusedException e) {
      throw new ImageRefusedException(
          "entry \"" + path + "\" is a hard link, and its target is refused: " + e.getMessage());
    }
  }

  /** Also makes the decompressor check its own sum at the end of the stream. */
  private static void requireNothingBehind(InputStream tar) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long zeros = 0;
    for (int read = tar.read(buffer); read >= 0; read = tar.read(buffer)) {
      for (int i = 0; i < read; i++) {
        if (buffer[i] != 0) {
          throw new BrokenArchive(
              "there is more behind the end-of-archive mark; only one archive is read");
        }
      }
      zeros += read;
      if (zeros > MAX_TRAILER) {
        throw new BrokenArchive("there are more than " + MAX_TRAILER + " zeros at its end");
      }
    }
  }
}
