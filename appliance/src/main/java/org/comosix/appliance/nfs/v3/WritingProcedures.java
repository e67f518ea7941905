package org.comosix.appliance.nfs.v3;

import static org.comosix.appliance.nfs.v3.Nfs3Status.ROFS;

import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Target;

/**
 * The procedures that would change something. Their arguments are decoded, so that rubbish is
 * called rubbish, and the answer is NFS3ERR_ROFS.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3.2">RFC 1813, sections 3.3.2,
 *     3.3.7 to 3.3.15 and 3.3.21</a>
 */
final class WritingProcedures {

  private static final int TIME_SET_TO_CLIENT_TIME = 2;
  private static final int STABLE_HOW_HIGHEST = 2;
  private static final int EXCLUSIVE = 2;
  private static final int FTYPE_HIGHEST = 7;
  private static final int NF3BLK = 3;
  private static final int NF3CHR = 4;
  private static final int NF3SOCK = 6;
  private static final int NF3FIFO = 7;

  private final FileHandles handles;
  private final Failures failures;

  WritingProcedures(FileHandles handles, Failures failures) {
    this.handles = handles;
    this.failures = failures;
  }

  void setattr(XdrReader in, XdrWriter out) {
    Target object = handles.read(in);
    skipSattr(in);
    if (in.getBoolean()) { // guard
      in.getLong();
    }
    refuse(out, object);
  }

  void write(XdrReader in, XdrWriter out) {
    Target file = handles.read(in);
    in.getLong(); // offset
    in.getInt(); // count
    in.getEnum(STABLE_HOW_HIGHEST);
    in.skipOpaque(XdrReader.UNBOUNDED);
    refuse(out, file);
  }

  void create(XdrReader in, XdrWriter out) {
    Target directory = directoryAndName(in);
    if (in.getEnum(EXCLUSIVE) == EXCLUSIVE) {
      in.getLong(); // createverf3
    } else {
      skipSattr(in);
    }
    refuse(out, directory);
  }

  void mkdir(XdrReader in, XdrWriter out) {
    Target directory = directoryAndName(in);
    skipSattr(in);
    refuse(out, directory);
  }

  void symlink(XdrReader in, XdrWriter out) {
    Target directory = directoryAndName(in);
    skipSattr(in);
    in.skipOpaque(XdrReader.UNBOUNDED);
    refuse(out, directory);
  }

  void mknod(XdrReader in, XdrWriter out) {
    Target directory = directoryAndName(in);
    int type = in.getEnum(FTYPE_HIGHEST);
    if (type == NF3CHR || type == NF3BLK) {
      skipSattr(in);
      in.getLong(); // specdata3
    } else if (type == NF3SOCK || type == NF3FIFO) {
      skipSattr(in);
    }
    refuse(out, directory);
  }

  /** REMOVE and RMDIR. */
  void remove(XdrReader in, XdrWriter out) {
    refuse(out, directoryAndName(in));
  }

  void rename(XdrReader in, XdrWriter out) {
    Target from = directoryAndName(in);
    Target to = directoryAndName(in);
    failures.bare(out, from.isFound() ? status(to) : status(from));
    Fattr3.writeWcc(out, from);
    Fattr3.writeWcc(out, to);
  }

  void link(XdrReader in, XdrWriter out) {
    Target file = handles.read(in);
    Target directory = directoryAndName(in);
    failures.bare(out, file.isFound() ? status(directory) : status(file));
    Fattr3.writePostOp(out, file);
    Fattr3.writeWcc(out, directory);
  }

  void commit(XdrReader in, XdrWriter out) {
    Target file = handles.read(in);
    in.getLong(); // offset
    in.getInt(); // count
    refuse(out, file);
  }

  private void refuse(XdrWriter out, Target target) {
    failures.bare(out, status(target));
    Fattr3.writeWcc(out, target);
  }

  private static Nfs3Status status(Target target) {
    return target.isFound() ? ROFS : Failures.of(target);
  }

  private Target directoryAndName(XdrReader in) {
    Target directory = handles.read(in);
    in.skipOpaque(XdrReader.UNBOUNDED);
    return directory;
  }

  /** sattr3: mode, uid, gid, size, atime, mtime, each preceded by whether it is there. */
  private static void skipSattr(XdrReader in) {
    for (int i = 0; i < 3; i++) {
      if (in.getBoolean()) {
        in.getInt();
      }
    }
    if (in.getBoolean()) {
      in.getLong();
    }
    for (int i = 0; i < 2; i++) {
      if (in.getEnum(TIME_SET_TO_CLIENT_TIME) == TIME_SET_TO_CLIENT_TIME) {
        in.getLong();
      }
    }
  }
}
