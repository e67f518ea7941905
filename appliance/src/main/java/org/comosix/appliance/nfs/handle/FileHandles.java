package org.comosix.appliance.nfs.handle;

import java.util.Optional;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.Generations;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;

/**
 * File handles of 32 bytes: a version byte and seven zero bytes, the generation's file system id,
 * the inode, and a keyed checksum of these. They hold nothing that changes with a restart, and what
 * is not ours is refused before anything is looked up. Any thread.
 */
public final class FileHandles {

  public static final int LENGTH = 32;

  /** What the wire form takes: length and bytes. */
  public static final int XDR_LENGTH = Integer.BYTES + LENGTH;

  private static final int MAX_LENGTH = 64; // NFS3_FHSIZE
  private static final long VERSION = 1L << 56;

  private final HandleKey key;
  private final Generations generations;

  public FileHandles(HandleKey key, Generations generations) {
    this.key = key;
    this.generations = generations;
  }

  /** Writes nfs_fh3. */
  public void write(XdrWriter out, long fsid, long inode) {
    out.putInt(LENGTH);
    writeFixed(out, fsid, inode);
  }

  /** Writes the 32 bytes alone: fhandle of MOUNT version 1. */
  public void writeFixed(XdrWriter out, long fsid, long inode) {
    out.putLong(VERSION);
    out.putLong(fsid);
    out.putLong(inode);
    out.putLong(key.tag(VERSION, fsid, inode));
  }

  /** Reads nfs_fh3. */
  public Target read(XdrReader in) {
    int length = in.getLength(MAX_LENGTH);
    if (length != LENGTH) {
      in.skip(length);
      return Target.BADHANDLE;
    }
    long version = in.getLong();
    long fsid = in.getLong();
    long inode = in.getLong();
    long tag = in.getLong();
    if (version != VERSION || tag != key.tag(VERSION, fsid, inode)) {
      return Target.BADHANDLE;
    }
    Optional<GenerationFileSystem> found = generations.openByFsid(fsid);
    if (found.isEmpty()) {
      return Target.STALE;
    }
    GenerationFileSystem fileSystem = found.get();
    if (inode < GenerationFileSystem.ROOT || inode > fileSystem.maxInode()) {
      return Target.STALE;
    }
    return Target.of(fileSystem, inode);
  }
}
