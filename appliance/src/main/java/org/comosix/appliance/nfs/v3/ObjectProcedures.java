package org.comosix.appliance.nfs.v3;

import static org.comosix.appliance.nfs.v3.Nfs3Status.INVAL;
import static org.comosix.appliance.nfs.v3.Nfs3Status.OK;

import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Permission;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.rpc.RpcCall;

/**
 * GETATTR, ACCESS, READLINK: what a handle alone tells.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3.1">RFC 1813, sections 3.3.1,
 *     3.3.4 and 3.3.5</a>
 */
final class ObjectProcedures {

  private final FileHandles handles;
  private final Failures failures;

  ObjectProcedures(FileHandles handles, Failures failures) {
    this.handles = handles;
    this.failures = failures;
  }

  void getattr(XdrReader in, XdrWriter out) {
    Target object = handles.read(in);
    if (!object.isFound()) {
      failures.bare(out, Failures.of(object));
      return;
    }
    out.putInt(OK.code());
    Fattr3.write(out, object.fileSystem().fsid(), object.attributes());
  }

  void access(RpcCall call, XdrReader in, XdrWriter out) {
    Target object = handles.read(in);
    int wanted = in.getInt();
    if (!object.isFound()) {
      failures.with(out, Failures.of(object), object);
      return;
    }
    out.putInt(OK.code());
    Fattr3.writePostOp(out, object);
    out.putInt(wanted & Permission.access(call.credential(), object.attributes()));
  }

  void readlink(XdrReader in, XdrWriter out) {
    Target link = handles.read(in);
    if (!link.isFound()) {
      failures.with(out, Failures.of(link), link);
      return;
    }
    if (link.attributes().kind() != FileKind.SYMLINK) {
      failures.with(out, INVAL, link);
      return;
    }
    out.putInt(OK.code());
    Fattr3.writePostOp(out, link);
    out.putOpaque(link.fileSystem().target(link.inode()));
  }
}
