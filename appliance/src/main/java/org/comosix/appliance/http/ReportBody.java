package org.comosix.appliance.http;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The body of a node's report: lines {@code key=value}, at most 128. */
final class ReportBody {

  private static final int MAX_LINES = 128;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,64}");
  private static final Pattern NOT_PRINTABLE = Pattern.compile("\\p{Cntrl}");

  private ReportBody() {}

  /** Empty when a line has another form. A key that comes again (two interfaces) is appended. */
  static Optional<Map<String, String>> parse(byte[] body) {
    Map<String, String> facts = new LinkedHashMap<>();
    String[] lines = new String(body, StandardCharsets.UTF_8).split("\n", -1);
    if (lines.length > MAX_LINES) {
      return Optional.empty();
    }
    for (String line : lines) {
      if (line.isBlank()) {
        continue;
      }
      int equals = line.indexOf('=');
      if (equals < 0 || !KEY.matcher(line.substring(0, equals)).matches()) {
        return Optional.empty();
      }
      String value = NOT_PRINTABLE.matcher(line.substring(equals + 1).strip()).replaceAll("?");
      facts.merge(line.substring(0, equals), value, (first, next) -> first + " " + next);
    }
    return Optional.of(facts);
  }
}
