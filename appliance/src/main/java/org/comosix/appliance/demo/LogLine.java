package org.comosix.appliance.demo;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One line of the appliance's log: {@code 2026-01-01T00:00:00.000Z INFO dhcp.ack mac=… address=…}.
 */
record LogLine(String level, String event, Map<String, String> values) {

  private static final Pattern HEAD =
      Pattern.compile("\\S+ +(TRACE|DEBUG|INFO|WARN|ERROR) +(\\S+)(.*)");
  private static final Pattern PAIR =
      Pattern.compile("([\\w.-]+)=(?:\"((?:[^\"\\\\]|\\\\.)*)\"|(\\S*))");

  static Optional<LogLine> parse(String line) {
    Matcher head = HEAD.matcher(line);
    if (!head.matches()) {
      return Optional.empty();
    }
    Map<String, String> values = new HashMap<>();
    Matcher pair = PAIR.matcher(head.group(3));
    while (pair.find()) {
      values.put(
          pair.group(1),
          pair.group(2) != null ? pair.group(2).replaceAll("\\\\(.)", "$1") : pair.group(3));
    }
    return Optional.of(new LogLine(head.group(1), head.group(2), Map.copyOf(values)));
  }

  String value(String key) {
    return values.getOrDefault(key, "");
  }
}
