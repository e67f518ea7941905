package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.leases.LeaseDesk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comosix leases repair}. */
@Command(
    name = "repair",
    mixinStandardHelpOptions = true,
    header = "Go on with what is left of a damaged lease journal.",
    description = {
      "",
      "Writes every lease that can be read into a new journal. The damaged one is kept beside it. "
          + "An appliance that runs gives out addresses again from then on.",
      "A machine whose lease was lost goes on with its address until it renews, and nobody here "
          + "knows: \"comosix leases check\" says how many records were lost at most. If they are "
          + "many, wait for one lease time first.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:repaired, or there was no damage", " 1:nothing changed: it says why"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesRepairCommand implements Callable<Integer> {

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new LeaseCall(spec, state).run(this::repair);
  }

  private int repair(LeaseDesk desk) throws IOException, ControlRefusedException {
    Optional<Path> kept = desk.repair();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        kept.map(file -> "repaired; the damaged journal is kept as " + file)
            .orElse("the journal is not damaged"));
    out.flush();
    return ExitCode.OK;
  }
}
