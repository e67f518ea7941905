package org.comosix.appliance.domain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** An IPv4 address as an unsigned 32-bit number in {@code bits}. Ordered as unsigned numbers. */
public record Ipv4Address(int bits) implements Comparable<Ipv4Address> {

  public static final Ipv4Address ANY = new Ipv4Address(0);
  public static final Ipv4Address BROADCAST = new Ipv4Address(-1);
  public static final int LENGTH = 4;

  private static final Pattern FORM =
      Pattern.compile("(?:0|[1-9]\\d{0,2})(?:\\.(?:0|[1-9]\\d{0,2})){3}");

  /**
   * Reads dotted decimal, {@code 10.77.0.1}; leading zeros are refused, since programs disagree on
   * their meaning.
   *
   * @throws IllegalArgumentException any other form; the message says what was expected
   */
  public static Ipv4Address parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw notAnAddress(text);
    }
    int bits = 0;
    for (String part : text.split("\\.", -1)) {
      int octet = Integer.parseInt(part);
      if (octet > 255) {
        throw notAnAddress(text);
      }
      bits = bits << 8 | octet;
    }
    return new Ipv4Address(bits);
  }

  private static IllegalArgumentException notAnAddress(String text) {
    return new IllegalArgumentException(
        "expected an IPv4 address such as 10.77.0.1, not \"" + text + "\"");
  }

  /**
   * From network byte order.
   *
   * @throws IllegalArgumentException not four bytes
   */
  public static Ipv4Address of(byte[] octets) {
    if (octets.length != LENGTH) {
      throw new IllegalArgumentException("an IPv4 address has 4 bytes, not " + octets.length);
    }
    return new Ipv4Address(
        (octets[0] & 0xff) << 24
            | (octets[1] & 0xff) << 16
            | (octets[2] & 0xff) << 8
            | (octets[3] & 0xff));
  }

  public static Ipv4Address of(Inet4Address address) {
    return of(address.getAddress());
  }

  public byte[] octets() {
    return new byte[] {(byte) (bits >> 24), (byte) (bits >> 16), (byte) (bits >> 8), (byte) bits};
  }

  public Inet4Address toInetAddress() {
    try {
      return (Inet4Address) InetAddress.getByAddress(octets());
    } catch (UnknownHostException e) {
      throw new AssertionError("four bytes are always an address", e);
    }
  }

  /** The value from 0 to 4 294 967 295. */
  public long unsigned() {
    return Integer.toUnsignedLong(bits);
  }

  public Ipv4Address plus(int steps) {
    return new Ipv4Address(bits + steps);
  }

  public boolean isAny() {
    return bits == 0;
  }

  @Override
  public int compareTo(Ipv4Address other) {
    return Integer.compareUnsigned(bits, other.bits);
  }

  @Override
  public String toString() {
    return (bits >>> 24)
        + "."
        + (bits >> 16 & 0xff)
        + "."
        + (bits >> 8 & 0xff)
        + "."
        + (bits & 0xff);
  }
}
