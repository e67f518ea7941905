package org.comosix.appliance.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Reads one of few words. */
final class Words {

  private Words() {}

  /**
   * The value that is written so, in either case.
   *
   * @param values in the order in which the error lists them
   * @throws IllegalArgumentException none of them is
   */
  static <T> T parse(String text, T[] values) {
    return Arrays.stream(values)
        .filter(
            each -> each.toString().toLowerCase(Locale.ROOT).equals(text.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "expected one of "
                        + Arrays.stream(values).map(T::toString).collect(Collectors.joining(", "))
                        + ", not \""
                        + text
                        + "\""));
  }
}
