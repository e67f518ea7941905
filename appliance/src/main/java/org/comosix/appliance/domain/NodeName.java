package org.comosix.appliance.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A machine's own name, one LDH label (RFC 1123, section 2.1), lower case, at most 48 characters.
 */
public record NodeName(String value) implements Comparable<NodeName> {

  /**
   * Leaves room for a DNS prefix in the 63 octets of a label, and for a suffix that makes a name
   * unique.
   */
  public static final int MAX_LENGTH = 48;

  private static final Pattern LDH = Pattern.compile("[a-z0-9](?:[a-z0-9-]*[a-z0-9])?");

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
    return value.length() <= MAX_LENGTH && LDH.matcher(value).matches();
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
    return new NodeName("node-" + mac.toString().replace(":", ""));
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
