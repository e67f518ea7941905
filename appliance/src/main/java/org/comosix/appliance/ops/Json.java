package org.comosix.appliance.ops;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes maps, lists, strings, numbers and booleans as JSON; anything else as its text.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8259">RFC 8259</a>
 */
public final class Json {

  private Json() {}

  public static String of(Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> string(entry.getKey().toString()) + ":" + of(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::of).collect(Collectors.joining(",\n", "[", "]"));
    }
    return value instanceof Number || value instanceof Boolean
        ? value.toString()
        : string(value.toString());
  }

  private static String string(String text) {
    StringBuilder out = new StringBuilder(text.length() + 2).append('"');
    text.chars().forEach(c -> append(out, (char) c));
    return out.append('"').toString();
  }

  /** Beside what must be, everything not ASCII is escaped: no reader can get the encoding wrong. */
  private static void append(StringBuilder out, char c) {
    if (c == '"' || c == '\\') {
      out.append('\\').append(c);
    } else if (c < ' ' || c > '~') {
      out.append(String.format("\\u%04x", (int) c));
    } else {
      out.append(c);
    }
  }
}
