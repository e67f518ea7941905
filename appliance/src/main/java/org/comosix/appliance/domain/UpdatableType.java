package org.comosix.appliance.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Types of records that others can be allowed to put into our zones. */
public enum UpdatableType {
  A(1),
  AAAA(28),
  CNAME(5),
  DHCID(49),
  MX(15),
  PTR(12),
  SRV(33),
  TXT(16);

  private final int number;

  UpdatableType(int number) {
    this.number = number;
  }

  /** As on the wire (RFC 6895, section 3.1). */
  public int number() {
    return number;
  }

  /**
   * Reads a type's name, in any case.
   *
   * @throws IllegalArgumentException another one
   */
  public static UpdatableType parse(String text) {
    return Arrays.stream(values())
        .filter(type -> type.name().equals(text.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", "))
                        + ", not \""
                        + text
                        + "\""));
  }
}
