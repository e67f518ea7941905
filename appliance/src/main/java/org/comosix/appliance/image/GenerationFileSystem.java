package org.comosix.appliance.image;

import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.file.Path;
import org.comosix.appliance.domain.GenerationId;

/**
 * One published generation, read-only and immutable: what the NFS room serves and where boot files
 * come from.
 *
 * <p>Any thread. Answered from a mapped index without a system call and without a copy. Inode
 * numbers run from 1 (the root) to {@link #maxInode()} without a gap, so {@code 1 <= n <=
 * maxInode()} is the whole check of a handle's inode. Methods given another number, or an inode of
 * the wrong kind, throw {@link IllegalArgumentException}: the caller checks first.
 */
public interface GenerationFileSystem {

  long ROOT = 1;

  /** What {@link #lookup} answers when there is no such name. */
  long NOT_FOUND = 0;

  GenerationId generation();

  /**
   * A number that is unique to this generation's content and stable for ever: the file system id
   * that NFS shows.
   */
  long fsid();

  long maxInode();

  InodeAttributes attributes(long inode);

  FileKind kind(long inode);

  /** The directory that holds this directory; the root's parent is the root. */
  long parent(long directory);

  /**
   * The inode of a name in a directory, or {@link #NOT_FOUND}. {@code .} and {@code ..} are not
   * looked up here.
   *
   * @param name the bytes from position to limit; its position is left as it was
   */
  long lookup(long directory, ByteBuffer name);

  /** The bytes a symbolic link points to; a read-only view. */
  ByteBuffer target(long symlink);

  /**
   * The entries of a directory behind a cookie, in cookie order; {@code .} and {@code ..} are not
   * among them.
   *
   * @param cookie 0 for the first; else the cookie of the last entry seen. Cookies are at least 3,
   *     below 2^63, unique in the directory, and mean the same for ever
   */
  DirectoryCursor entries(long directory, long cookie);

  /**
   * The bytes of a regular file from {@code offset}, as a slice of a mapped segment.
   *
   * <p>Touching a page that is not in memory blocks: ask {@link MappedByteBuffer#isLoaded()} and,
   * where it says no, let another thread than the event loop {@link MappedByteBuffer#load()} first.
   *
   * @return up to {@code length} bytes; empty at or past the end; shorter than asked at the end of
   *     the file or of an extent (at least 256 MiB into the file)
   */
  MappedByteBuffer read(long regularFile, long offset, int length);

  /** Where a regular file of one extent lies as a region of a file, for sendfile. */
  Location locate(long regularFile);

  /** {@code length} bytes of {@code segment} from {@code offset}. */
  record Location(Path segment, long offset, long length) {}

  /** Walks a directory's entries. Starts before the first; not shared between threads. */
  interface DirectoryCursor {
    /** Moves on; false behind the last entry. */
    boolean next();

    long inode();

    long cookie();

    /** The name's bytes, a read-only view valid until the next move. */
    ByteBuffer name();
  }
}
