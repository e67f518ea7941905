package org.comosix.appliance.ops;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Which rooms are well. Any thread; asks the rooms anew each time. */
public final class Health {

  /** What a room says of itself: empty when all is well, else what is wrong, for people. */
  @FunctionalInterface
  public interface Check {
    Optional<String> problem();
  }

  private final Map<String, Check> checks;

  /**
   * Of these rooms.
   *
   * @param checks by the room's name, such as {@code lease}
   */
  public Health(Map<String, Check> checks) {
    this.checks = new LinkedHashMap<>(checks);
  }

  /** What is wrong, by room; empty when all is well: green. */
  public Map<String, String> problems() {
    Map<String, String> problems = new LinkedHashMap<>();
    checks.forEach(
        (room, check) -> check.problem().ifPresent(problem -> problems.put(room, problem)));
    return problems;
  }
}
