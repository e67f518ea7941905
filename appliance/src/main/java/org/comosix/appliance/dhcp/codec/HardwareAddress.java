package org.comosix.appliance.dhcp.codec;

import java.nio.ByteBuffer;
import org.comosix.appliance.domain.MacAddress;

/**
 * The fields htype, hlen and chaddr.
 *
 * @param type IANA's hardware type; 1 is Ethernet
 * @param length significant bytes of chaddr, 0 to 16
 * @param high the first eight bytes of chaddr
 * @param low the last eight bytes of chaddr
 */
public record HardwareAddress(int type, int length, long high, long low) {

  public static final int FIELD_LENGTH = 16;

  private static final int ETHERNET = 1;

  public HardwareAddress {
    if (type < 0 || type > 255 || length < 0 || length > FIELD_LENGTH) {
      throw new IllegalArgumentException(
          "a hardware type is 0 to 255 and a length 0 to 16, not " + type + ", " + length);
    }
  }

  public static HardwareAddress of(MacAddress mac) {
    return new HardwareAddress(ETHERNET, MacAddress.LENGTH, mac.bits() << 16, 0);
  }

  /** An Ethernet address that some machine can really have: six bytes, not all zero. */
  public boolean isEthernet() {
    return type == ETHERNET && length == MacAddress.LENGTH && high >>> 16 != 0;
  }

  /** The first six bytes. Only for {@link #isEthernet()}. */
  public MacAddress mac() {
    return new MacAddress(high >>> 16);
  }

  /** A number that tells hardware addresses apart: an Ethernet address is itself. */
  public long key() {
    return isEthernet() ? high >>> 16 : Long.MIN_VALUE | (31 * high + low) * 257 + type;
  }

  /** The significant bytes. */
  public byte[] octets() {
    byte[] field = ByteBuffer.allocate(FIELD_LENGTH).putLong(high).putLong(low).array();
    return java.util.Arrays.copyOf(field, length);
  }
}
