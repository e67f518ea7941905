package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
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
    header = "Go on without the leases that a damaged disk lost.",
    description = {
      "",
      "While the journal of the leases is damaged, machines with a lease that is still there are "
          + "served and nobody gets a new one: who was in the lost part is not known, and an address "
          + "given out twice is worse than one not given. /v1/health says which bytes are lost.",
      "This keeps the damaged file beside a new one with everything that is left. If many leases "
          + "were lost, wait for one lease time first, so that their machines have asked again.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:repaired, or there was no damage", " 1:the disk refused"},
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
    Optional<String> kept = desk.repair();
    PrintWriter out = spec.commandLine().getOut();
    out.println(
        kept.map(file -> "repaired; the damaged file is kept as " + file)
            .orElse("the journal of the leases is whole"));
    out.flush();
    return ExitCode.OK;
  }
}
