package org.comosix.appliance.nfs.rpc;

/**
 * Who the caller says it is. Root is root: a diskless node cannot run with its root squashed, so
 * whoever reaches the server can read all of it, and nothing secret lies in an exported tree.
 */
public final class Credential {

  private static final int NOBODY_ID = 65_534;

  /** AUTH_NONE. */
  public static final Credential NOBODY = new Credential(NOBODY_ID, NOBODY_ID, new int[0]);

  private final int uid;
  private final int gid;
  private final int[] gids;

  /** Keeps {@code gids}; the caller no longer touches it. All are unsigned 32 bits. */
  public Credential(int uid, int gid, int[] gids) {
    this.uid = uid;
    this.gid = gid;
    this.gids = gids;
  }

  public boolean isRoot() {
    return uid == 0;
  }

  public boolean isUser(int id) {
    return uid == id;
  }

  public boolean isIn(int group) {
    if (gid == group) {
      return true;
    }
    for (int other : gids) {
      if (other == group) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return Integer.toUnsignedString(uid) + ":" + Integer.toUnsignedString(gid);
  }
}
