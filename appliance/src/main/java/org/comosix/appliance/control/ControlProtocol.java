package org.comosix.appliance.control;

import java.time.Duration;

/** What both ends of the socket must agree on. */
public final class ControlProtocol {

  /** A request is no longer, with its line feed. */
  public static final int MAX_REQUEST = 65_536;

  /** An answer is no longer; lists come in pages. */
  public static final int MAX_ANSWER = 8 * 1024 * 1024;

  /** How long a connection may say nothing, or not take what it is told. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private ControlProtocol() {}
}
