package org.comosix.appliance.control;

import java.util.List;

/** A request that was not done, in words for a person. */
public final class ControlRefusedException extends Exception {

  private static final long serialVersionUID = 1;

  /** What kind of refusal: programs decide by it. Stands in the answer in lower case. */
  public enum Kind {
    /** Not one of our requests. */
    REQUEST,
    /** Who asks may not. */
    PERMISSION,
    /** It cannot be done as things are; nothing was changed. */
    REFUSED,
    /** The configuration is wrong. */
    CONFIGURATION,
    /** It was tried and failed. */
    FAILED
  }

  private final Kind kind;
  private final List<String> problems;

  /**
   * With all reasons.
   *
   * @param problems at least one, for people
   */
  public ControlRefusedException(Kind kind, List<String> problems) {
    super(String.join("\n", problems));
    this.kind = kind;
    this.problems = List.copyOf(problems);
  }

  public ControlRefusedException(Kind kind, String problem) {
    this(kind, List.of(problem));
  }

  public Kind kind() {
    return kind;
  }

  public List<String> problems() {
    return problems;
  }
}
