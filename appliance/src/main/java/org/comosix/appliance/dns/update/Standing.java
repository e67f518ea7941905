package org.comosix.appliance.dns.update;

/** How a name that is wanted stands at a server. */
enum Standing {
  /** It was not answered yet. */
  OPEN,
  /** It is ours, as wanted. */
  HELD,
  /** It is somebody else's. */
  FOREIGN,
  /** The server does not take it. */
  REFUSED,
  /** It is in no zone that we write to there. */
  ELSEWHERE
}
