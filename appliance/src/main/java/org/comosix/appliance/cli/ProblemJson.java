package org.comosix.appliance.cli;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.Spot;

/** Problems for programs: {@code {"problems":[{"file":…,"line":…,"column":…,"message":…}]}}. */
final class ProblemJson {

  private ProblemJson() {}

  static String text(List<ConfigProblem> problems) {
    return problems.stream()
        .map(ProblemJson::object)
        .collect(Collectors.joining(",", "{\"problems\":[", "]}"));
  }

  private static String object(ConfigProblem problem) {
    StringBuilder json = new StringBuilder("{\"file\":");
    json.append(string(problem.file().toString()));
    append(json, problem.spot(), "");
    json.append(",\"message\":").append(string(problem.message()));
    problem.hint().ifPresent(hint -> json.append(",\"hint\":").append(string(hint)));
    append(json, problem.other(), "other-");
    return json.append('}').toString();
  }

  private static void append(StringBuilder json, Optional<Spot> spot, String prefix) {
    spot.ifPresent(
        at ->
            json.append(",\"" + prefix + "line\":")
                .append(at.line())
                .append(",\"" + prefix + "column\":")
                .append(at.column()));
  }

  /** RFC 8259, section 7; everything outside printable ASCII is escaped. */
  static String string(String text) {
    StringBuilder json = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c >= ' ' && c <= '~') {
        json.append(c);
      } else {
        json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
      }
    }
    return json.append('"').toString();
  }
}
