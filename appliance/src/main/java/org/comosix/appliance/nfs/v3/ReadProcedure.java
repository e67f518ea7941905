package org.comosix.appliance.nfs.v3;

import static org.comosix.appliance.nfs.v3.Nfs3Status.ACCES;
import static org.comosix.appliance.nfs.v3.Nfs3Status.INVAL;
import static org.comosix.appliance.nfs.v3.Nfs3Status.ISDIR;
import static org.comosix.appliance.nfs.v3.Nfs3Status.JUKEBOX;
import static org.comosix.appliance.nfs.v3.Nfs3Status.OK;

import java.nio.MappedByteBuffer;
import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.image.InodeAttributes;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Permission;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.rpc.Credential;
import org.comosix.appliance.nfs.rpc.RpcCall;

/**
 * READ: short data is copied behind its header, long data is sent from the mapped segment.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3.6">RFC 1813, section 3.3.6</a>
 */
final class ReadProcedure {

  /** Up to here a copy costs less than one more element of the gathering write; measured. */
  private static final int COPY_LIMIT = 8 << 10;

  private final FileHandles handles;
  private final Failures failures;
  private final Residency residency;

  ReadProcedure(FileHandles handles, Failures failures, Residency residency) {
    this.handles = handles;
    this.failures = failures;
    this.residency = residency;
  }

  void read(RpcCall call, XdrReader in, XdrWriter out) {
    Target file = handles.read(in);
    long offset = in.getLong();
    int count = in.getInt();
    Nfs3Status refusal = refusal(call.credential(), file);
    if (refusal != OK) {
      failures.with(out, refusal, file);
      return;
    }
    InodeAttributes attributes = file.attributes();
    int most = call.peer().carrier().largestRead();
    int wanted = Integer.compareUnsigned(count, most) > 0 ? most : count;
    // An offset of 2^63 or more is negative here, and behind the end of every file.
    if (offset < 0 || offset >= attributes.size() || wanted == 0) {
      boolean eof = offset < 0 || offset >= attributes.size();
      head(out, file, 0, eof);
      out.putInt(0);
      return;
    }
    MappedByteBuffer data = file.fileSystem().read(file.inode(), offset, wanted);
    reply(out, file, data, offset + data.remaining() >= attributes.size());
  }

  private void reply(XdrWriter out, Target file, MappedByteBuffer data, boolean eof) {
    Residency.Verdict verdict = residency.of(data);
    if (verdict == Residency.Verdict.OVERLOADED) {
      failures.with(out, JUKEBOX, file);
      return;
    }
    head(out, file, data.remaining(), eof);
    boolean resident = verdict == Residency.Verdict.RESIDENT;
    if (resident && data.remaining() <= COPY_LIMIT) {
      out.putOpaque(data);
    } else {
      out.attach(data, resident);
    }
  }

  private static void head(XdrWriter out, Target file, int count, boolean eof) {
    out.putInt(OK.code());
    Fattr3.writePostOp(out, file);
    out.putInt(count);
    out.putBoolean(eof);
  }

  private static Nfs3Status refusal(Credential who, Target file) {
    if (!file.isFound()) {
      return Failures.of(file);
    }
    FileKind kind = file.attributes().kind();
    if (kind != FileKind.REGULAR) {
      return kind == FileKind.DIRECTORY ? ISDIR : INVAL;
    }
    return Permission.mayRead(who, file.attributes()) ? OK : ACCES;
  }
}
