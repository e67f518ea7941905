package org.comosix.appliance.nfs.v3;

import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.InodeAttributes;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.Target;

/**
 * The wire form of attributes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-2.6">RFC 1813, section 2.6</a>
 */
final class Fattr3 {

  /** Bytes of post_op_attr with attributes: the flag and fattr3. */
  static final int POST_OP_LENGTH = 4 + 84;

  private static final long BLOCK = 4096;
  private static final long MAX_SECONDS = 0xffff_ffffL;

  private Fattr3() {}

  /** Writes fattr3. */
  static void write(XdrWriter out, long fsid, InodeAttributes a) {
    out.putInt(type(a.kind()));
    out.putInt(a.permissions());
    out.putInt(a.nlink());
    out.putInt(a.uid());
    out.putInt(a.gid());
    out.putLong(a.size());
    out.putLong((a.size() + BLOCK - 1) & -BLOCK); // used
    out.putInt(a.rdevMajor());
    out.putInt(a.rdevMinor());
    out.putLong(fsid);
    out.putLong(a.inode());
    // nfstime3 is unsigned: what was before 1970 is shown as 1970.
    int seconds = (int) Math.max(0, Math.min(a.mtimeSeconds(), MAX_SECONDS));
    for (int time = 0; time < 3; time++) { // atime, mtime, ctime: nothing changes in a generation
      out.putInt(seconds);
      out.putInt(a.mtimeNanos());
    }
  }

  /** Writes post_op_attr with the target's attributes, or without if there is no target. */
  static void writePostOp(XdrWriter out, Target target) {
    out.putBoolean(target.isFound());
    if (target.isFound()) {
      write(out, target.fileSystem().fsid(), target.attributes());
    }
  }

  /** Writes wcc_data; nothing was changed, so the attributes before are not told. */
  static void writeWcc(XdrWriter out, Target target) {
    out.putBoolean(false);
    writePostOp(out, target);
  }

  /** ftype3. */
  private static int type(FileKind kind) {
    return switch (kind) {
      case REGULAR -> 1;
      case DIRECTORY -> 2;
      case BLOCK_DEVICE -> 3;
      case CHARACTER_DEVICE -> 4;
      case SYMLINK -> 5;
      case SOCKET -> 6;
      case FIFO -> 7;
    };
  }
}
