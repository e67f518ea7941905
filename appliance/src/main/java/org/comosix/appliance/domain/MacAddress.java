package org.comosix.appliance.domain;

import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/** A 48-bit hardware address (IEEE 802), kept in the low 48 bits of {@code bits}. */
public record MacAddress(long bits) implements Comparable<MacAddress> {

  public static final int LENGTH = 6;

  private static final Pattern FORM =
      Pattern.compile("[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})(?:\\1[0-9a-fA-F]{2}){4}");

  public MacAddress {
    if (bits < 0 || bits > 0xffff_ffff_ffffL) {
      throw new IllegalArgumentException("not a 48-bit hardware address: " + bits);
    }
  }

  /**
   * Reads {@code 52:54:00:12:34:56} or {@code 52-54-00-12-34-56}.
   *
   * @throws IllegalArgumentException any other form; the message says what was expected
   */
  public static MacAddress parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a hardware address such as 52:54:00:12:34:56, not \"" + text + "\"");
    }
    return new MacAddress(HexFormat.fromHexDigitsToLong(text.replaceAll("[:-]", "")));
  }

  /**
   * From wire order.
   *
   * @throws IllegalArgumentException not six bytes
   */
  public static MacAddress of(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("a hardware address has 6 bytes, not " + octets.length);
    }
    long bits = 0;
    for (byte octet : octets) {
      bits = bits << 8 | (octet & 0xff);
    }
    return new MacAddress(bits);
  }

  /**
   * For a client that has no Ethernet address, or is not known by it: locally administered (IEEE
   * 802, second lowest bit of the first octet), always the same for one identifier.
   */
  public static MacAddress standingInFor(ClientId client) {
    long hash = 0xcbf2_9ce4_8422_2325L; // FNV-1a, 64 bits
    for (byte octet : client.octets()) {
      hash = (hash ^ (octet & 0xff)) * 0x100_0000_01b3L;
    }
    long folded = (hash ^ (hash >>> 48)) & 0xffff_ffff_ffffL;
    return new MacAddress((folded & ~0x0100_0000_0000L) | 0x0200_0000_0000L);
  }

  public byte[] octets() {
    byte[] octets = new byte[LENGTH];
    for (int i = 0; i < LENGTH; i++) {
      octets[i] = (byte) (bits >> (40 - 8 * i));
    }
    return octets;
  }

  /** The form of iPXE's {@code ${mac:hexhyp}} and of {@code BOOTIF}: {@code 52-54-00-12-34-56}. */
  public String hyphenated() {
    return toString().replace(':', '-');
  }

  @Override
  public int compareTo(MacAddress other) {
    return Long.compare(bits, other.bits);
  }

  @Override
  public String toString() {
    return HexFormat.ofDelimiter(":").formatHex(octets()).toLowerCase(Locale.ROOT);
  }
}
