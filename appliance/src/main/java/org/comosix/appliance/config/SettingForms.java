package org.comosix.appliance.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Forms of values that several settings share. Each throws with what it expected. */
public final class SettingForms {

  private static final Pattern DURATION = Pattern.compile("(?:\\d{1,9}[dhms])+");
  private static final Pattern PART = Pattern.compile("(\\d+)([dhms])");
  private static final Map<String, Long> SECONDS =
      Map.of("d", 86_400L, "h", 3600L, "m", 60L, "s", 1L);

  private SettingForms() {}

  /**
   * Reads {@code 90s}, {@code 30m}, {@code 12h}, {@code 7d} or {@code 1h30m}.
   *
   * @throws IllegalArgumentException another form
   */
  public static Duration duration(String text) {
    if (!DURATION.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a length of time such as 90s, 30m, 12h, 7d or 1h30m, not \"" + text + "\"");
    }
    long seconds = 0;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      seconds += Long.parseLong(part.group(1)) * SECONDS.getOrDefault(part.group(2), 0L);
    }
    return Duration.ofSeconds(seconds);
  }

  /**
   * Checks a length of time against its limits, both included.
   *
   * @throws IllegalArgumentException outside them
   */
  public static Duration durationWithin(Duration length, Duration least, Duration most) {
    if (length.compareTo(least) < 0 || length.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "expected from " + text(least) + " to " + text(most) + ", not " + text(length));
    }
    return length;
  }

  /** The form that {@link #duration} reads; fractions of a second are cut. */
  public static String text(Duration length) {
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

  /**
   * Reads an absolute path. A relative one would mean another place for each caller's directory.
   *
   * @throws IllegalArgumentException relative, or not a path at all
   */
  public static Path absolutePath(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path.normalize();
      }
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException("expected a path, not one with a NUL character", e);
    }
    throw new IllegalArgumentException("expected an absolute path, not \"" + text + "\"");
  }

  /**
   * Checks a whole number against its limits, both included.
   *
   * @throws IllegalArgumentException outside them
   */
  public static int within(long number, int least, int most) {
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          "expected a number from " + least + " to " + most + ", not " + number);
    }
    return (int) number;
  }

  /**
   * Checks a port number.
   *
   * @throws IllegalArgumentException outside 1 to 65535
   */
  public static int port(long number) {
    if (number < 1 || number > 65_535) {
      throw new IllegalArgumentException("expected a port from 1 to 65535, not " + number);
    }
    return (int) number;
  }
}
