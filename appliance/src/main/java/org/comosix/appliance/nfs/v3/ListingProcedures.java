package org.comosix.appliance.nfs.v3;

import static org.comosix.appliance.nfs.v3.Nfs3Status.ACCES;
import static org.comosix.appliance.nfs.v3.Nfs3Status.BAD_COOKIE;
import static org.comosix.appliance.nfs.v3.Nfs3Status.NOTDIR;
import static org.comosix.appliance.nfs.v3.Nfs3Status.OK;
import static org.comosix.appliance.nfs.v3.Nfs3Status.TOOSMALL;

import org.comosix.appliance.image.FileKind;
import org.comosix.appliance.nfs.codec.XdrReader;
import org.comosix.appliance.nfs.codec.XdrWriter;
import org.comosix.appliance.nfs.handle.FileHandles;
import org.comosix.appliance.nfs.handle.Permission;
import org.comosix.appliance.nfs.handle.Target;
import org.comosix.appliance.nfs.rpc.Credential;
import org.comosix.appliance.nfs.rpc.RpcCall;

/**
 * READDIR and READDIRPLUS. A generation never changes, so a cookie means the same for ever, and the
 * verifier only names the generation; one that differs is not refused, because clients then loop or
 * fail instead of starting again.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-3.3.16">RFC 1813, sections 3.3.16
 *     and 3.3.17</a>
 */
final class ListingProcedures {

  /** READDIR3resok without its entries: attributes, verifier, end of the list, eof. */
  private static final int FIXED = Fattr3.POST_OP_LENGTH + 8 + 4 + 4;

  private final FileHandles handles;
  private final Failures failures;

  ListingProcedures(FileHandles handles, Failures failures) {
    this.handles = handles;
    this.failures = failures;
  }

  void readdir(RpcCall call, XdrReader in, XdrWriter out) {
    Target directory = handles.read(in);
    long cookie = in.getLong();
    in.getLong(); // cookieverf
    int count = in.getInt();
    Nfs3Status refusal = refusal(call.credential(), directory, cookie);
    if (refusal != OK) {
      failures.with(out, refusal, directory);
      return;
    }
    int room = clamp(count, call) - FIXED;
    list(new ListingPage(out, directory, room, room), directory, cookie, out);
  }

  void readdirplus(RpcCall call, XdrReader in, XdrWriter out) {
    Target directory = handles.read(in);
    long cookie = in.getLong();
    in.getLong(); // cookieverf
    int dircount = in.getInt();
    int maxcount = in.getInt();
    Nfs3Status refusal = refusal(call.credential(), directory, cookie);
    if (refusal != OK) {
      failures.with(out, refusal, directory);
      return;
    }
    int room = clamp(maxcount, call) - FIXED;
    ListingPage page = new ListingPage(out, directory, room, clamp(dircount, call));
    // Who may list but not search sees names alone, as with readdir(3) and stat(2).
    page.addAttributesAndHandles(
        handles, Permission.maySearch(call.credential(), directory.attributes()));
    list(page, directory, cookie, out);
  }

  private void list(ListingPage page, Target directory, long cookie, XdrWriter out) {
    int start = out.position();
    out.putInt(OK.code());
    Fattr3.writePostOp(out, directory);
    out.putLong(directory.fileSystem().fsid());
    boolean eof = page.fill(cookie);
    if (!eof && page.isEmpty()) {
      out.rewind(start);
      failures.with(out, TOOSMALL, directory);
      return;
    }
    out.putBoolean(false);
    out.putBoolean(eof);
  }

  private static int clamp(int count, RpcCall call) {
    int most = call.peer().carrier().largestListing();
    return Integer.compareUnsigned(count, most) > 0 ? most : count;
  }

  private static Nfs3Status refusal(Credential who, Target directory, long cookie) {
    if (!directory.isFound()) {
      return Failures.of(directory);
    }
    if (directory.attributes().kind() != FileKind.DIRECTORY) {
      return NOTDIR;
    }
    if (!Permission.mayList(who, directory.attributes())) {
      return ACCES;
    }
    return cookie < 0 ? BAD_COOKIE : OK; // Ours are all below 2^63.
  }
}
