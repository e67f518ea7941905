package org.comosix.appliance.dhcp.codec;

/** Where the fields lie (RFC 2131, figure 1). */
final class DhcpLayout {

  static final int SNAME_OFFSET = 44;
  static final int SNAME_LENGTH = 64;
  static final int FILE_OFFSET = 108;
  static final int FILE_LENGTH = 128;
  static final int COOKIE_OFFSET = 236;
  static final int OPTIONS_OFFSET = 240;
  static final int COOKIE = 0x63825363;

  /** RFC 951: relays and old clients drop anything shorter. */
  static final int MINIMUM_LENGTH = 300;

  private DhcpLayout() {}
}
