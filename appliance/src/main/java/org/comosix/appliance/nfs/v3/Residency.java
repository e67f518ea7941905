package org.comosix.appliance.nfs.v3;

import java.nio.MappedByteBuffer;

/** Whether data can be sent without waiting for the disk. Any thread. */
public interface Residency {

  /** Where the pages of some data are. */
  enum Verdict {
    RESIDENT,
    /** Must be loaded first, and a place in the loader's queue is now held for it. */
    COLD,
    /** Must be loaded first, but too many others wait. */
    OVERLOADED
  }

  Verdict of(MappedByteBuffer data);
}
