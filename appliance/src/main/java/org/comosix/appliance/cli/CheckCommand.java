package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.source.ConfigLoader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code comosix check}. */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Check a configuration and list every problem at once.",
    description = {
      "",
      "Each problem is shown with its file, line and column, what was expected, and where it can be",
      "guessed, what to write instead. Nothing is started or changed.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:the configuration is right", "78:it is not; the list says why"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class CheckCommand implements Callable<Integer> {

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--machine",
      description = "Also check that it fits this machine: interfaces, addresses, files.")
  private boolean machine;

  @Option(names = "--json", description = "The problems as one JSON object, for programs.")
  private boolean json;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    List<ConfigProblem> problems = problems(ConfigLoader.load(config.file()));
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(ProblemJson.text(problems));
    } else if (problems.isEmpty()) {
      out.println(config.file() + ": no problems");
    } else {
      PrintWriter err = spec.commandLine().getErr();
      err.print(new ConfigReport(Terminal.standardErrorShowsColour()).text(problems));
      err.flush();
    }
    out.flush();
    return problems.isEmpty() ? ExitCode.OK : ExitCode.CONFIGURATION;
  }

  private List<ConfigProblem> problems(ConfigResult result) {
    if (result instanceof ConfigResult.Refused refused) {
      return refused.problems();
    }
    ConfigResult.Loaded loaded = (ConfigResult.Loaded) result;
    return machine
        ? new MachineFit(MachineLinks.ofThisMachine()).check(loaded).problems()
        : List.of();
  }
}
