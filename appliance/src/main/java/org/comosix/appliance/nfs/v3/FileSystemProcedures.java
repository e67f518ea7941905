package org.comosix.appliance.nfs.v3;

import static org.comosix.appliance.nfs.v3.Nfs3Status.OK;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.GenerationFileSystem;
import org.comosix.appliance.image.InodeAttributes;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.rpc.Peer.Carrier;
import org.comosix.appliance.nfs.rpc.RpcCall;

/**
 * FSSTAT, FSINFO, PATHCONF.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3.18">RFC 1813, sections 3.3.18 to
 *     3.3.20</a>
 */
final class FileSystemProcedures {

  private static final int BLOCK = 4096;
  private static final int LARGEST_WRITE = 64 << 10; // None succeeds; less to send for nothing.
  private static final int FSF3_LINK = 0x1;
  private static final int FSF3_SYMLINK = 0x2;
  private static final int FSF3_HOMOGENEOUS = 0x8;
  private static final int MAX_LINKS = 65_000;

  private final FileHandles handles;
  private final Failures failures;
  private final Map<Long, Long> bytesByFsid = new ConcurrentHashMap<>();

  FileSystemProcedures(FileHandles handles, Failures failures) {
    this.handles = handles;
    this.failures = failures;
  }

  /** All is used, nothing is free: what {@code df} shows of a read-only medium. */
  void fsstat(XdrReader in, XdrWriter out) {
    Target root = handles.read(in);
    if (!head(out, root)) {
      return;
    }
    GenerationFileSystem fileSystem = root.fileSystem();
    out.putLong(bytesByFsid.computeIfAbsent(fileSystem.fsid(), any -> bytes(fileSystem)));
    out.putLong(0); // fbytes
    out.putLong(0); // abytes
    out.putLong(fileSystem.maxInode()); // tfiles
    out.putLong(0); // ffiles
    out.putLong(0); // afiles
    out.putInt(-1); // invarsec: it never changes
  }

  void fsinfo(RpcCall call, XdrReader in, XdrWriter out) {
    Target root = handles.read(in);
    if (!head(out, root)) {
      return;
    }
    Carrier carrier = call.peer().carrier();
    out.putInt(carrier.largestRead()); // rtmax
    out.putInt(carrier.largestRead()); // rtpref
    out.putInt(BLOCK); // rtmult
    out.putInt(Math.min(LARGEST_WRITE, carrier.largestRead())); // wtmax
    out.putInt(Math.min(LARGEST_WRITE, carrier.largestRead())); // wtpref
    out.putInt(BLOCK); // wtmult
    out.putInt(carrier.largestListing()); // dtpref
    out.putLong(Long.MAX_VALUE); // maxfilesize
    out.putInt(0); // time_delta: seconds and
    out.putInt(1); // nanoseconds
    out.putInt(FSF3_LINK | FSF3_SYMLINK | FSF3_HOMOGENEOUS);
  }

  void pathconf(XdrReader in, XdrWriter out) {
    Target object = handles.read(in);
    if (!head(out, object)) {
      return;
    }
    out.putInt(MAX_LINKS);
    out.putInt(LookupProcedure.MAX_NAME);
    out.putBoolean(true); // no_trunc
    out.putBoolean(true); // chown_restricted
    out.putBoolean(false); // case_insensitive
    out.putBoolean(true); // case_preserving
  }

  private boolean head(XdrWriter out, Target object) {
    if (!object.isFound()) {
      failures.with(out, Failures.of(object), object);
      return false;
    }
    out.putInt(OK.code());
    Fattr3.writePostOp(out, object);
    return true;
  }

  private static long bytes(GenerationFileSystem fileSystem) {
    long bytes = 0;
    for (long inode = GenerationFileSystem.ROOT; inode <= fileSystem.maxInode(); inode++) {
      InodeAttributes attributes = fileSystem.attributes(inode);
      if (attributes.kind() == FileKind.REGULAR) {
        bytes += (attributes.size() + BLOCK - 1) & -BLOCK;
      }
    }
    return bytes;
  }
}
