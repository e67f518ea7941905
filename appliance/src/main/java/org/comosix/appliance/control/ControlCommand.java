package org.comosix.appliance.control;

import java.util.Map;
import org.comosix.appliance.json.JsonValue;

/** Something a running appliance does when it is asked. Runs on the control thread; may wait. */
@FunctionalInterface
public interface ControlCommand {

  /**
   * Does it.
   *
   * @return what the answer's {@code result} holds: texts, numbers, lists, maps
   * @throws ControlRefusedException it was not done; nothing has changed
   */
  Map<String, ?> run(JsonValue.Obj arguments) throws ControlRefusedException;
}
