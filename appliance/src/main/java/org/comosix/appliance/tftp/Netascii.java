package org.comosix.appliance.tftp;

import java.io.ByteArrayOutputStream;

/**
 * RFC 1350's netascii: a line ends with CR LF, a bare CR is CR NUL. Turning it back gives the same
 * bytes, so even a binary survives clients whose default it is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc764">RFC 764, "The NVT printer and keyboard"</a>
 */
public final class Netascii {

  private Netascii() {}

  /** The bytes as they go on the wire. */
  public static byte[] encode(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + bytes.length / 8);
    for (byte octet : bytes) {
      if (octet == '\n') {
        out.write('\r');
        out.write('\n');
      } else if (octet == '\r') {
        out.write('\r');
        out.write(0);
      } else {
        out.write(octet);
      }
    }
    return out.toByteArray();
  }
}
