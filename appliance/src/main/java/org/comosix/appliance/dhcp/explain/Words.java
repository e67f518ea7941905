package org.comosix.appliance.dhcp.explain;

import java.time.Duration;
import java.util.Locale;

/** Forms that several sentences share. */
final class Words {

  private Words() {}

  /** {@code 1d12h}, {@code 90s}. */
  static String time(Duration length) {
    StringBuilder text = new StringBuilder();
    append(text, length.toDays(), "d");
    append(text, length.toHoursPart(), "h");
    append(text, length.toMinutesPart(), "m");
    append(text, length.toSecondsPart(), "s");
    return text.isEmpty() ? "0s" : text.toString();
  }

  private static void append(StringBuilder text, long count, String unit) {
    if (count > 0) {
      text.append(count).append(unit);
    }
  }

  /** A constant as a program writes it: {@code chose-another-server}. */
  static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
