package org.comosix.appliance.dns.update;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.domain.ClientId;
import org.comosix.appliance.domain.MacAddress;

/**
 * The content of a DHCID record: says whose a name is without saying who that is.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc4701#section-3">RFC 4701, section 3</a>
 */
final class Dhcid {

  /** Section 3.3: htype and chaddr. */
  private static final int HARDWARE_ADDRESS = 0;

  /** Option 61 as a whole. */
  private static final int CLIENT_IDENTIFIER = 1;

  /** Of DHCPv6, and of option 61 in the form of RFC 4361. */
  private static final int DUID = 2;

  /** Section 3.4. */
  private static final byte SHA_256 = 1;

  private static final byte ETHERNET = 1;
  private static final byte RFC_4361 = (byte) 255;
  private static final int TYPE_AND_IAID = 5;
  private static final int LENGTH = Short.BYTES + 1 + 32;

  private Dhcid() {}

  static byte[] of(MacAddress mac, DomainName name) {
    byte[] identifier =
        ByteBuffer.allocate(1 + MacAddress.LENGTH).put(ETHERNET).put(mac.octets()).array();
    return content(HARDWARE_ADDRESS, identifier, name);
  }

  /** Of a client that is known by its option 61. */
  static byte[] of(ClientId client, DomainName name) {
    byte[] octets = client.octets();
    boolean holdsDuid = octets[0] == RFC_4361 && octets.length > TYPE_AND_IAID;
    return holdsDuid
        ? ofDuid(Arrays.copyOfRange(octets, TYPE_AND_IAID, octets.length), name)
        : content(CLIENT_IDENTIFIER, octets, name);
  }

  static byte[] ofDuid(byte[] duid, DomainName name) {
    return content(DUID, duid, name);
  }

  /** Section 3.5: the digest is over the identifier and the name in wire form and lower case. */
  private static byte[] content(int type, byte[] identifier, DomainName name) {
    MessageDigest digest = sha256();
    digest.update(identifier);
    digest.update(name.wire());
    return ByteBuffer.allocate(LENGTH)
        .putShort((short) type)
        .put(SHA_256)
        .put(digest.digest())
        .array();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
