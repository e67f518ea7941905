package org.comosix.appliance.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.Spot;
import org.comosix.appliance.ops.Json;

/** Problems for programs: {@code {"problems":[{"file":…,"line":…,"column":…,"message":…}]}}. */
final class ProblemJson {

  private ProblemJson() {}

  static String text(List<ConfigProblem> problems) {
    return Json.of(Map.of("problems", problems.stream().map(ProblemJson::object).toList()));
  }

  private static Map<String, Object> object(ConfigProblem problem) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("file", problem.file().toString());
    put(object, "", problem.spot());
    object.put("message", problem.message());
    problem.hint().ifPresent(hint -> object.put("hint", hint));
    put(object, "other-", problem.other());
    return object;
  }

  private static void put(Map<String, Object> object, String prefix, Optional<Spot> spot) {
    spot.ifPresent(
        at -> {
          object.put(prefix + "line", at.line());
          object.put(prefix + "column", at.column());
        });
  }
}
