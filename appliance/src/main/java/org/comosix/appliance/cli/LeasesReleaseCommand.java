package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.leases.LeaseDesk;
import org.comosix.appliance.domain.Lease;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix leases release}. */
@Command(
    name = "release",
    mixinStandardHelpOptions = true,
    header = "End a lease, as if its machine had given the address back.",
    description = {
      "",
      "The machine is not told: it goes on with the address until it asks the next time, and is "
          + "then given it again if it is free. So end only leases of machines that are gone.",
      "When this command is done, the end is on disk and the machine's name is out of DNS.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:ended", " 1:there is no such active lease, or several"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesReleaseCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ADDRESS|MAC|NAME", description = "Whose.")
  private String whose = "";

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new LeaseCall(spec, state).run(this::release);
  }

  private int release(LeaseDesk desk) throws IOException, ControlRefusedException {
    Instant now = Instant.now();
    List<Lease> active =
        LeaseWords.named(desk.all(), whose, now).stream()
            .filter(lease -> lease.isActiveAt(now))
            .toList();
    if (active.size() > 1) {
      say(whose + " has several leases; name the address:");
      active.forEach(lease -> say("  " + lease.address()));
      return ExitCode.FAILED;
    }
    Optional<Lease> ended =
        active.isEmpty() ? Optional.empty() : desk.release(active.get(0).address());
    if (ended.isEmpty()) {
      say("no active lease is known for " + whose);
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("ended the lease of " + ended.get().mac() + " at " + ended.get().address());
    out.flush();
    return ExitCode.OK;
  }

  private void say(String problem) {
    spec.commandLine().getErr().println("comosix: " + problem);
    spec.commandLine().getErr().flush();
  }
}
