package org.comosix.appliance.nfs.handle;

import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.InodeAttributes;
import org.comosix.appliance.nfs.rpc.Credential;

/** What the mode bits grant a caller. */
public final class Permission {

  private static final int R = 4;
  private static final int W = 2;
  private static final int X = 1;
  private static final int ANY_X = 0111;

  private static final int ACCESS_READ = 0x01;
  private static final int ACCESS_LOOKUP = 0x02;
  private static final int ACCESS_MODIFY = 0x04;
  private static final int ACCESS_EXTEND = 0x08;
  private static final int ACCESS_EXECUTE = 0x20;

  private Permission() {}

  public static boolean maySearch(Credential who, InodeAttributes directory) {
    return (granted(who, directory) & X) != 0;
  }

  public static boolean mayList(Credential who, InodeAttributes directory) {
    return (granted(who, directory) & R) != 0;
  }

  /**
   * READ of a regular file. The owner may, since its client has checked the mode when the file was
   * opened and it may have changed since; and who may execute may, since that is how a client loads
   * a program (RFC 1813, section 4.4).
   */
  public static boolean mayRead(Credential who, InodeAttributes file) {
    return who.isUser(file.uid()) || (granted(who, file) & (R | X)) != 0;
  }

  /**
   * The ACCESS3 bits granted. Nothing on a read-only export can be modified but what is not in it:
   * a device, FIFO or socket is written to on the client's own side.
   */
  public static int access(Credential who, InodeAttributes a) {
    int granted = granted(who, a);
    int read = (granted & R) != 0 ? ACCESS_READ : 0;
    int write = (granted & W) != 0 ? ACCESS_MODIFY | ACCESS_EXTEND : 0;
    boolean x = (granted & X) != 0;
    return switch (a.kind()) {
      case DIRECTORY -> read | (x ? ACCESS_LOOKUP : 0);
      case REGULAR, SYMLINK -> read | (x ? ACCESS_EXECUTE : 0);
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> read | write | (x ? ACCESS_EXECUTE : 0);
    };
  }

  private static int granted(Credential who, InodeAttributes a) {
    int mode = a.permissions();
    if (who.isRoot()) {
      // Root executes a file only if someone may.
      return a.kind() == FileKind.DIRECTORY || (mode & ANY_X) != 0 ? R | W | X : R | W;
    }
    if (who.isUser(a.uid())) {
      return mode >> 6 & 7;
    }
    return who.isIn(a.gid()) ? mode >> 3 & 7 : mode & 7;
  }
}
