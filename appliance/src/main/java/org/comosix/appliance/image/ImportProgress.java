package org.comosix.appliance.image;

/** Told how far a long step is. Called on the thread that does the work, a few times a second. */
@FunctionalInterface
public interface ImportProgress {

  /** What an import does, in order. */
  enum Phase {
    /** Archive bytes read, of the archive's size. */
    READING,
    /** Content forced to disk. */
    SAVING,
    /** The index written, forced and put in its place. */
    INDEXING,
    /** Content bytes hashed again and compared ({@code image verify}). */
    VERIFYING
  }

  /** The total where it is not known beforehand: an archive from a pipe. */
  long UNKNOWN = -1;

  ImportProgress NONE = (phase, done, total) -> {};

  /**
   * Says where the work is.
   *
   * @param done bytes
   * @param total bytes, or {@link #UNKNOWN}
   */
  void report(Phase phase, long done, long total);
}
