package org.comosix.appliance.dhcp.codec.option;

import java.util.List;
import java.util.regex.Pattern;

/** Checks names of hosts and domains as DHCP options carry them. */
final class DomainName {

  static final int LONGEST = 253;

  /** The underscore is no host name's, but common in names of domains and services. */
  private static final Pattern LABEL =
      Pattern.compile("[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?");

  private DomainName() {}

  /**
   * The labels of {@code lab.example}; a dot at the end is allowed.
   *
   * @throws IllegalArgumentException not a name; the message says what was expected
   */
  static List<String> labels(String text) {
    String name = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    List<String> labels = List.of(name.split("\\.", -1));
    if (name.length() > LONGEST || !labels.stream().allMatch(l -> LABEL.matcher(l).matches())) {
      throw new IllegalArgumentException(
          "expected a domain name such as lab.example, not \"" + text + "\"");
    }
    return labels;
  }
}
