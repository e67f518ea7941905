package org.comosix.appliance.nfs.v3;

/**
 * nfsstat3, as far as a read-only server says it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1813#section-2.6">RFC 1813, section 2.6</a>
 */
enum Nfs3Status {
  OK(0),
  NOENT(2),
  ACCES(13),
  NOTDIR(20),
  ISDIR(21),
  INVAL(22),
  ROFS(30),
  NAMETOOLONG(63),
  STALE(70),
  BADHANDLE(10_001),
  BAD_COOKIE(10_003),
  TOOSMALL(10_005),
  JUKEBOX(10_008);

  private final int code;

  Nfs3Status(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
