package org.comosix.appliance.ops;

import java.util.Locale;

/** Writes a value so that it is one word of one line. */
final class LogValue {

  /** Longer ones are cut: a client must not fill our disk with one packet. */
  static final int LONGEST = 1000;

  private LogValue() {}

  /** As it is when it is plain, else in quotes with escapes as in Java. */
  static String quoted(String value) {
    return quotedWhole(value.length() > LONGEST ? value.substring(0, LONGEST) + "…" : value);
  }

  static String quotedWhole(String value) {
    if (!value.isEmpty() && value.chars().allMatch(LogValue::isPlain)) {
      return value;
    }
    StringBuilder text = new StringBuilder(value.length() + 8).append('"');
    value.codePoints().forEach(c -> append(text, c));
    return text.append('"').toString();
  }

  /** Keys are ours; a wrong one must not break the line all the same. */
  static String key(String key) {
    return key.isEmpty() ? "_" : key.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private static boolean isPlain(int c) {
    return c > ' ' && c <= '~' && c != '"' && c != '=' && c != '\\';
  }

  private static void append(StringBuilder text, int c) {
    switch (c) {
      case '"' -> text.append("\\\"");
      case '\\' -> text.append("\\\\");
      case '\n' -> text.append("\\n");
      case '\r' -> text.append("\\r");
      case '\t' -> text.append("\\t");
      default -> {
        if (isVisible(c)) {
          text.appendCodePoint(c);
        } else {
          text.append(String.format(Locale.ROOT, c > 0xffff ? "\\U%08x" : "\\u%04x", c));
        }
      }
    }
  }

  /** Not a control character, not one that turns the direction of writing, nor half of a pair. */
  private static boolean isVisible(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
