package org.comosix.appliance.nfs.mount;

/** mountstat3; RFC 1813, section 5.1.5. Version 1 has the same numbers for these. */
enum MountStatus {
  OK(0),
  NOENT(2),
  ACCES(13),
  NOTDIR(20);

  private final int code;

  MountStatus(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
