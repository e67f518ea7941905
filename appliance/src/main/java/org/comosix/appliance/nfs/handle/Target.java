package org.comosix.appliance.nfs.handle;

import static java.util.Objects.requireNonNull;

import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.InodeAttributes;
import org.jspecify.annotations.Nullable;

/** What a file handle stands for. Belongs to one call. */
public final class Target {

  /** How a handle was understood. */
  public enum State {
    FOUND,
    /** Never given out by us. */
    BADHANDLE,
    /** Ours, but its generation is gone. */
    STALE
  }

  static final Target BADHANDLE = new Target(State.BADHANDLE, null, 0);
  static final Target STALE = new Target(State.STALE, null, 0);

  private final State state;
  private final @Nullable GenerationFileSystem fileSystem;
  private final long inode;
  private @Nullable InodeAttributes attributes;

  private Target(State state, @Nullable GenerationFileSystem fileSystem, long inode) {
    this.state = state;
    this.fileSystem = fileSystem;
    this.inode = inode;
  }

  /** An inode of a generation; its number must be one of it. */
  public static Target of(GenerationFileSystem fileSystem, long inode) {
    return new Target(State.FOUND, fileSystem, inode);
  }

  public State state() {
    return state;
  }

  public boolean isFound() {
    return state == State.FOUND;
  }

  /** Only of one that is found, as all below. */
  public GenerationFileSystem fileSystem() {
    return requireNonNull(fileSystem);
  }

  public long inode() {
    return inode;
  }

  public InodeAttributes attributes() {
    InodeAttributes known = attributes;
    if (known == null) {
      known = fileSystem().attributes(inode);
      attributes = known;
    }
    return known;
  }
}
