package org.comosix.appliance.nfs.rpc;

/** How a program took a call; RFC 5531, section 9. */
public enum AcceptStat {
  /** The results are written. */
  SUCCESS,
  PROC_UNAVAIL,
  /** No reply at all; the program has counted why. */
  SILENCE
}
