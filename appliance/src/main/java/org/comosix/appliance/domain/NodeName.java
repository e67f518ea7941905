package org.comosix.appliance.domain;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * A machine's own name, one LDH label (RFC 1123, section 2.1), lower case, at most 48 characters.
 */
public record NodeName(String value) implements Comparable<NodeName> {

  /**
   * Leaves room for a DNS prefix in the 63 octets of a label, and for a suffix that makes a name
   * unique.
   */
  public static final int MAX_LENGTH = 48;

  private static final String GENERATED = "node-";

  public NodeName {
    if (!isValid(value)) {
      throw new IllegalArgumentException(
          "expected a host name of letters, digits and inner hyphens, at most "
              + MAX_LENGTH
              + " long, not \""
              + value
              + "\"");
    }
  }

  /** Whether the constructor takes it. */
  public static boolean isValid(String value) {
    int length = value.length();
    if (length == 0 || length > MAX_LENGTH || value.charAt(0) == '-') {
      return false;
    }
    // No regular expression: this is asked several times for each packet.
    for (int i = 0; i < length; i++) {
      char c = value.charAt(i);
      boolean ldh = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
      if (!ldh) {
        return false;
      }
    }
    return value.charAt(length - 1) != '-';
  }

  /**
   * Takes upper case too: Windows machine names are.
   *
   * @throws IllegalArgumentException not one LDH label
   */
  public static NodeName parse(String text) {
    return new NodeName(text.toLowerCase(Locale.ROOT));
  }

  /** The name of a machine nobody named, from its hardware address: {@code node-525400123456}. */
  public static NodeName generatedFor(MacAddress mac) {
    return new NodeName(GENERATED + HexFormat.of().toHexDigits(mac.bits(), 2 * MacAddress.LENGTH));
  }

  /** The hardware address that {@link #generatedFor} makes this name of. */
  public Optional<MacAddress> spelledMac() {
    int digits = 2 * MacAddress.LENGTH;
    if (!value.startsWith(GENERATED) || value.length() != GENERATED.length() + digits) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new MacAddress(HexFormat.fromHexDigitsToLong(value, GENERATED.length(), value.length())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
