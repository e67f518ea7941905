package org.comosix.appliance.cli;

/** What the program returns; the numbers of sysexits.h where they have one. */
public final class ExitCode {

  public static final int OK = 0;

  /** The work was tried and failed. */
  public static final int FAILED = 1;

  /** EX_USAGE: unknown command or option. */
  public static final int USAGE = 64;

  /** EX_UNAVAILABLE: a port is held by another program. */
  public static final int UNAVAILABLE = 69;

  /** EX_SOFTWARE: our own mistake. */
  public static final int SOFTWARE = 70;

  /** EX_NOPERM: the user may not do this; mostly, root is needed. */
  public static final int NO_PERMISSION = 77;

  /** EX_CONFIG: the configuration is wrong, or does not fit this machine. */
  public static final int CONFIGURATION = 78;

  private ExitCode() {}
}
