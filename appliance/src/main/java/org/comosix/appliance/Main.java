package org.comosix.appliance;

import org.comosix.appliance.cli.ComosixCommand;

/** The program's entry: the command line in, its exit code out. */
public final class Main {

  private Main() {}

  public static void main(String[] args) {
    System.exit(ComosixCommand.run(args));
  }
}
