package org.comosix.appliance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comosix names}: what machines are called in DNS. */
@Command(
    name = "names",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "What machines are called in DNS, and who dislikes it.",
    footerHeading = "%nFor example:%n",
    footer = {"  comosix names check            would everybody take our names?"},
    subcommands = {NamesCheckCommand.class},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class NamesCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
