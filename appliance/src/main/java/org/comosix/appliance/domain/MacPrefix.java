package org.comosix.appliance.domain;

import java.util.HexFormat;

/**
 * The first octets of hardware addresses, such as a manufacturer's.
 *
 * @param bits the octets at the top of 48 bits, zeros behind them
 * @param octets how many of them count, 1 to 6
 */
public record MacPrefix(long bits, int octets) {

  private static final String FORM =
      "[0-9a-fA-F]{2}(?:([:-])[0-9a-fA-F]{2})?(?:\\1[0-9a-fA-F]{2}){0,4}";

  public MacPrefix {
    if (octets < 1 || octets > MacAddress.LENGTH || (bits & ~mask(octets)) != 0) {
      throw new IllegalArgumentException("not the first " + octets + " octets: " + bits);
    }
  }

  /**
   * Reads {@code 52:54:00} or {@code 52-54-00}, one to six octets.
   *
   * @throws IllegalArgumentException another form
   */
  public static MacPrefix parse(String text) {
    if (!text.matches(FORM)) {
      throw new IllegalArgumentException(
          "expected the first octets of a hardware address such as 52:54:00, not \"" + text + "\"");
    }
    String digits = text.replaceAll("[:-]", "");
    int octets = digits.length() / 2;
    long bits = HexFormat.fromHexDigitsToLong(digits) << (8 * (MacAddress.LENGTH - octets));
    return new MacPrefix(bits, octets);
  }

  public boolean matches(MacAddress mac) {
    return (mac.bits() & mask(octets)) == bits;
  }

  private static long mask(int octets) {
    return (-1L << (8 * (MacAddress.LENGTH - octets))) & 0xffff_ffff_ffffL;
  }

  @Override
  public String toString() {
    return new MacAddress(bits).toString().substring(0, 3 * octets - 1);
  }
}
