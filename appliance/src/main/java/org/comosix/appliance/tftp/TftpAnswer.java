package org.comosix.appliance.tftp;

import org.comosix.appliance.boot.BootFile;
import org.comosix.appliance.tftp.codec.TftpPacket.ErrorPacket;

/** What to do with a packet that came to the server's port. */
public sealed interface TftpAnswer {

  /**
   * Start a transfer.
   *
   * @param netascii convert the content; its converted size is not known yet
   */
  record Transfer(BootFile file, boolean netascii) implements TftpAnswer {}

  /** Send this ERROR, once, and forget the client. */
  record Refuse(TftpEvent reason, ErrorPacket error) implements TftpAnswer {}

  /** No reply. */
  record Drop(TftpEvent reason) implements TftpAnswer {}
}
