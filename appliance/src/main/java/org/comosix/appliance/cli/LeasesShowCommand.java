package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.exchange.OwnLeases;
import org.comosix.appliance.ops.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix leases show}. */
@Command(
    name = "show",
    mixinStandardHelpOptions = true,
    header = "All that is known of a lease.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:shown", " 1:there is no such lease"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesShowCommand implements Callable<Integer> {

  @Parameters(paramLabel = "ADDRESS|MAC|NAME", description = "Whose.")
  private String whose = "";

  @Option(names = "--json", description = "As one JSON object, for programs.")
  private boolean json;

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new LeaseCall(spec, state)
        .run(
            desk -> {
              Instant now = Instant.now();
              return print(LeaseWords.named(desk.all(), whose, now), now);
            });
  }

  private int print(List<Lease> found, Instant now) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(Map.of("leases", found.stream().map(OwnLeases::object).toList())));
    } else if (found.isEmpty()) {
      spec.commandLine().getErr().println("comosix: no lease is known for " + whose);
      spec.commandLine().getErr().flush();
    } else {
      found.forEach(lease -> out.print(LeaseWords.story(lease, now)));
    }
    out.flush();
    return found.isEmpty() ? ExitCode.FAILED : ExitCode.OK;
  }
}
