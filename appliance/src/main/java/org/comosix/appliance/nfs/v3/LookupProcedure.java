package org.comosix.appliance.nfs.v3;

import static org.comosix.appliance.nfs.v3.Nfs3Status.ACCES;
import static org.comosix.appliance.nfs.v3.Nfs3Status.NAMETOOLONG;
import static org.comosix.appliance.nfs.v3.Nfs3Status.NOENT;
import static org.comosix.appliance.nfs.v3.Nfs3Status.NOTDIR;
import static org.comosix.appliance.nfs.v3.Nfs3Status.OK;

import java.nio.ByteBuffer;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Permission;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.rpc.Credential;
import org.comosix.appliance.nfs.rpc.RpcCall;

/**
 * LOOKUP.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3.3">RFC 1813, section 3.3.3</a>
 */
final class LookupProcedure {

  static final int MAX_NAME = 255;

  private final FileHandles handles;
  private final Failures failures;

  LookupProcedure(FileHandles handles, Failures failures) {
    this.handles = handles;
    this.failures = failures;
  }

  void lookup(RpcCall call, XdrReader in, XdrWriter out) {
    Target directory = handles.read(in);
    ByteBuffer name = in.getOpaque(XdrReader.UNBOUNDED);
    Nfs3Status refusal = refusal(call.credential(), directory, name);
    long found = refusal == OK ? find(directory, name) : GenerationFileSystem.NOT_FOUND;
    if (found == GenerationFileSystem.NOT_FOUND) {
      failures.with(out, refusal == OK ? NOENT : refusal, directory);
      return;
    }
    GenerationFileSystem fileSystem = directory.fileSystem();
    out.putInt(OK.code());
    handles.write(out, fileSystem.fsid(), found);
    out.putBoolean(true);
    Fattr3.write(out, fileSystem.fsid(), fileSystem.attributes(found));
    Fattr3.writePostOp(out, directory);
  }

  private static Nfs3Status refusal(Credential who, Target directory, ByteBuffer name) {
    if (!directory.isFound()) {
      return Failures.of(directory);
    }
    if (directory.attributes().kind() != FileKind.DIRECTORY) {
      return NOTDIR;
    }
    if (!Permission.maySearch(who, directory.attributes())) {
      return ACCES;
    }
    if (name.remaining() > MAX_NAME) {
      return NAMETOOLONG;
    }
    // Of the errors that RFC 1813 lists for LOOKUP, the one for a name that cannot be.
    return isPossible(name) ? OK : ACCES;
  }

  private static boolean isPossible(ByteBuffer name) {
    for (int i = name.position(); i < name.limit(); i++) {
      byte b = name.get(i);
      if (b == '/' || b == 0) {
        return false;
      }
    }
    return name.hasRemaining();
  }

  private static long find(Target directory, ByteBuffer name) {
    if (isDots(name, 1)) {
      return directory.inode();
    }
    if (isDots(name, 2)) {
      return directory.fileSystem().parent(directory.inode());
    }
    return directory.fileSystem().lookup(directory.inode(), name);
  }

  private static boolean isDots(ByteBuffer name, int count) {
    return name.remaining() == count
        && name.get(name.position()) == '.'
        && name.get(name.limit() - 1) == '.';
  }
}
