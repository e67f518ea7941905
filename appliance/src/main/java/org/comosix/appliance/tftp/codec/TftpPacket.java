package org.comosix.appliance.tftp.codec;

import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The packets of RFC 1350, section 5, and RFC 2347.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1350#section-5">RFC 1350, section 5</a>
 */
public sealed interface TftpPacket {

  /** RRQ. */
  record ReadRequest(String filename, String mode, Map<String, String> options)
      implements TftpPacket {}

  /** WRQ. */
  record WriteRequest(String filename) implements TftpPacket {}

  /**
   * DATA.
   *
   * @param block as on the wire, 0 to 65 535
   * @param data from position to limit; the buffer stays the caller's
   */
  record Data(int block, ByteBuffer data) implements TftpPacket {}

  /** ACK. */
  record Ack(int block) implements TftpPacket {}

  /** ERROR. */
  record ErrorPacket(int code, String message) implements TftpPacket {}

  /** OACK. */
  record OptionAck(Map<String, String> options) implements TftpPacket {}
}
