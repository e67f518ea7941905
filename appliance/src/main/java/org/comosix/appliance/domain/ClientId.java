package org.comosix.appliance.domain;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Who a lease belongs to: hardware type and address, or a client identifier (RFC 2131, section
 * 4.2). The bytes carry their type first, as in option 61.
 */
public final class ClientId implements Comparable<ClientId> {

  public static final int MAX_LENGTH = 255;
  private static final byte ETHERNET = 1;

  private static final long NOT_ETHERNET = -1;

  private final byte[] octets;

  /** The bits of the hardware address that it is; looked at more often than the octets. */
  private final long ethernet;

  private ClientId(byte[] octets) {
    this.octets = octets;
    this.ethernet = ethernet(octets);
  }

  private static long ethernet(byte[] octets) {
    if (octets.length != 1 + MacAddress.LENGTH || octets[0] != ETHERNET) {
      return NOT_ETHERNET;
    }
    long bits = 0;
    for (int i = 1; i < octets.length; i++) {
      bits = bits << 8 | (octets[i] & 0xff);
    }
    return bits;
  }

  /**
   * From the content of option 61.
   *
   * @throws IllegalArgumentException shorter than two bytes (RFC 2132, section 9.14) or over 255
   */
  public static ClientId of(byte[] typeAndIdentifier) {
    if (typeAndIdentifier.length < 2 || typeAndIdentifier.length > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "a client identifier has 2 to 255 bytes, not " + typeAndIdentifier.length);
    }
    return new ClientId(typeAndIdentifier.clone());
  }

  /**
   * One machine is one client through ROM, iPXE, initramfs and OS: its Ethernet address, type 1.
   */
  public static ClientId of(MacAddress mac) {
    byte[] octets = new byte[1 + MacAddress.LENGTH];
    octets[0] = ETHERNET;
    System.arraycopy(mac.octets(), 0, octets, 1, MacAddress.LENGTH);
    return new ClientId(octets);
  }

  /**
   * Reads option 61 as other servers write it, {@code 01:52:54:00:12:34:56} or {@code hex:ff0001},
   * or a text that a client sends as it is.
   *
   * @throws IllegalArgumentException shorter than two bytes, too long, or not hexadecimal
   */
  public static ClientId parse(String text) {
    if (text.startsWith("hex:") || text.matches("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2})+")) {
      String digits = text.replaceFirst("^hex:", "").replace(":", "");
      try {
        return of(HexFormat.of().parseHex(digits));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "expected 2 to 255 pairs of hexadecimal digits, not \"" + text + "\"", e);
      }
    }
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /** The Ethernet address that it is, as {@link #of(MacAddress)} makes it. */
  public Optional<MacAddress> ethernet() {
    return ethernet == NOT_ETHERNET ? Optional.empty() : Optional.of(new MacAddress(ethernet));
  }

  /** Whether it is this Ethernet address. */
  public boolean is(MacAddress mac) {
    return ethernet == mac.bits();
  }

  public byte[] octets() {
    return octets.clone();
  }

  /** Bytes compared as unsigned numbers, the shorter of two equal ones first. */
  @Override
  public int compareTo(ClientId other) {
    return Arrays.compareUnsigned(octets, other.octets);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ClientId that && Arrays.equals(octets, that.octets);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(octets);
  }

  /** Hexadecimal with colons, as dnsmasq and Kea write it. */
  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(octets);
  }
}
