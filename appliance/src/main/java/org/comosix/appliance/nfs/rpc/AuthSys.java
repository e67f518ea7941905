package org.comosix.appliance.nfs.rpc;

import org.comosix.appliance.nfs.codec.MalformedCallException;
import org.comosix.appliance.nfs.codec.XdrReader;

/**
 * The credential of flavour AUTH_SYS.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5531#appendix-A">RFC 5531, appendix A</a>
 */
final class AuthSys {

  private static final int MAX_MACHINE_NAME = 255;
  private static final int MAX_GIDS = 16;
  private static final int[] NO_GIDS = {};

  private AuthSys() {}

  /** Reads the body, which must be {@code length} bytes long. */
  static Credential read(XdrReader in, int length) {
    int before = in.remaining();
    in.getInt(); // stamp
    in.skipOpaque(MAX_MACHINE_NAME);
    int uid = in.getInt();
    int gid = in.getInt();
    int count = in.getLength(MAX_GIDS);
    int[] gids = count == 0 ? NO_GIDS : new int[count];
    for (int i = 0; i < count; i++) {
      gids[i] = in.getInt();
    }
    if (before - in.remaining() != length) {
      throw new MalformedCallException(0, "a credential of the announced length");
    }
    return new Credential(uid, gid, gids);
  }
}
