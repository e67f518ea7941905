package org.comosix.appliance.control;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.comosix.appliance.control.ControlRefusedException.Kind;
import org.comosix.appliance.json.JsonReader;
import org.comosix.appliance.json.JsonSyntaxException;
import org.comosix.appliance.json.JsonValue;
import org.comosix.appliance.ops.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All commands by their names, and one line in, one line out: {@code {"command":"leases.release",
 * "state":"/var/lib/comosix","address":"10.77.0.11"}} is answered by {@code {"ok":true,
 * "result":{…}}} or {@code {"ok":false,"kind":"refused","problems":[…]}}.
 *
 * <p>{@code state} names the state directory that is meant: a request that reached another
 * appliance's socket does nothing.
 */
public final class ControlCommands {

  private static final Logger log = LoggerFactory.getLogger(ControlCommands.class);

  private final String state;
  private final Map<String, ControlCommand> commands;

  /**
   * Of one appliance.
   *
   * @param state its state directory
   * @param commands by name, such as {@code leases.list}
   */
  public ControlCommands(String state, Map<String, ControlCommand> commands) {
    this.state = state;
    this.commands = Map.copyOf(commands);
  }

  /** The answer to one line, without line feeds. Never throws. */
  public String answer(String line) {
    try {
      return line(done(run(request(line))));
    } catch (ControlRefusedException e) {
      return refusal(e.kind(), e.problems());
    } catch (RuntimeException e) {
      log.atError().setCause(e).log("control.internal-error");
      return refusal(Kind.FAILED, List.of("a mistake of ours: " + e));
    }
  }

  /** The answer to what never became a request. */
  public static String refusal(Kind kind, List<String> problems) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", false);
    answer.put("kind", kind.name().toLowerCase(Locale.ROOT));
    answer.put("problems", problems);
    return line(answer);
  }

  private static Map<String, Object> done(Map<String, ?> result) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("ok", true);
    answer.put("result", result);
    return answer;
  }

  /** Within texts a line feed is escaped, so that what is left of them stands between values. */
  private static String line(Map<String, Object> answer) {
    return Json.of(answer).replace("\n", "");
  }

  private static JsonValue.Obj request(String line) throws ControlRefusedException {
    try {
      if (JsonReader.read(line) instanceof JsonValue.Obj request) {
        return request;
      }
    } catch (JsonSyntaxException e) {
      throw new ControlRefusedException(Kind.REQUEST, "not JSON: " + e.getMessage());
    }
    throw new ControlRefusedException(Kind.REQUEST, "a request is a JSON object");
  }

  private Map<String, ?> run(JsonValue.Obj request) throws ControlRefusedException {
    String name =
        request
            .text("command")
            .orElseThrow(
                () -> new ControlRefusedException(Kind.REQUEST, "the request names no command"));
    ControlCommand command = commands.get(name);
    if (command == null) {
      throw new ControlRefusedException(Kind.REQUEST, "there is no command " + name);
    }
    String meant = request.text("state").orElse("");
    if (!meant.equals(state)) {
      throw new ControlRefusedException(
          Kind.REQUEST, "this appliance has its state in " + state + ", not in " + meant);
    }
    log.atDebug().addKeyValue("command", name).log("control.request");
    return command.run(request);
  }
}
