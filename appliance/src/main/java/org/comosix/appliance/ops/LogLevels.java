package org.comosix.appliance.ops;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.event.Level;

/**
 * How much is logged.
 *
 * @param rooms levels of single rooms by their name, such as {@code dhcp}
 */
public record LogLevels(Level general, Map<String, Level> rooms) {

  static final String HOUSE = "org.comosix.appliance";

  public LogLevels {
    rooms = Map.copyOf(rooms);
  }

  /**
   * Reads {@code info}, or {@code info,dhcp=debug,nfs=trace}.
   *
   * @throws IllegalArgumentException another form; the message says what was expected
   */
  public static LogLevels parse(String text) {
    Level general = Level.INFO;
    Map<String, Level> rooms = new TreeMap<>();
    for (String part : text.split(",", -1)) {
      String[] sides = part.strip().split("=", -1);
      if (sides.length == 1) {
        general = level(sides[0], text);
      } else if (sides.length == 2 && sides[0].matches("[a-z]+(?:\\.[a-z]+)*")) {
        rooms.put(sides[0], level(sides[1], text));
      } else {
        throw notLevels(text);
      }
    }
    return new LogLevels(general, rooms);
  }

  private static Level level(String name, String text) {
    return Arrays.stream(Level.values())
        .filter(level -> level.name().equals(name.toUpperCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(() -> notLevels(text));
  }

  private static IllegalArgumentException notLevels(String text) {
    return new IllegalArgumentException(
        "expected error, warn, info, debug or trace, with rooms as in info,dhcp=debug; not \""
            + text
            + "\"");
  }
}
