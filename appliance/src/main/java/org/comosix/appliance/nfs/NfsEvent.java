package org.comosix.appliance.nfs;

/** Why a call got an error or no answer, or a connection its end. Each is counted. */
public enum NfsEvent {
  /** The message ends inside the RPC header, or a length in it is beyond its bound. */
  HEADER_MALFORMED,
  /** A message that is a reply; we never call. */
  NOT_A_CALL,
  RPC_MISMATCH,
  PROG_UNAVAIL,
  PROG_MISMATCH,
  PROC_UNAVAIL,
  GARBAGE_ARGS,
  /** Our own mistake; the log has the call. */
  SYSTEM_ERR,
  /** An AUTH_SYS credential that is none. */
  AUTH_BADCRED,
  /** A flavour that is neither AUTH_NONE nor AUTH_SYS. */
  AUTH_REJECTEDCRED,
  /** Portmap's indirect call, which would make us a reflector. */
  CALLIT_NOT_SERVED,
  /** A list of exports or mounts longer than one reply. */
  LIST_CUT,
  MOUNT_REFUSED,
  BADHANDLE,
  STALE,
  ACCES,
  ROFS,
  /** A record longer than any call to a read-only server. */
  RECORD_TOO_LONG,
  TOO_MANY_CONNECTIONS,
  TOO_MANY_CONNECTIONS_OF_ONE_ADDRESS,
  CONNECTION_IDLE,
  CONNECTION_FAILED,
  /** The socket does not take more; the caller asks again. */
  UDP_QUEUE_FULL,
  UDP_SEND_FAILED,
  /** Reading was paused because the peer does not take its replies. */
  SLOW_READER_PAUSED,
  /** A READ that had to wait for the disk. */
  COLD_READ,
  /** Too many READs wait for the disk: NFS3ERR_JUKEBOX. */
  COLD_QUEUE_FULL,
  /** The disk did not give the bytes: no reply. */
  READ_FAULT
}
