package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.domain.MacAddress;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.lease.exchange.OwnLeases;
import org.comosix.appliance.ops.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code comosix leases list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "Who has which address; without options the active leases.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesListCommand implements Callable<Integer> {

  /** What a lease may be now. */
  enum Which {
    ACTIVE,
    EXPIRED,
    RELEASED,
    DECLINED,
    ALL
  }

  @Option(
      names = "--only",
      paramLabel = "STATE",
      description = "Which: ${COMPLETION-CANDIDATES}; in lower case too. Default: active")
  private Which which = Which.ACTIVE;

  @Option(names = "--subnet", paramLabel = "CIDR", description = "Only addresses in this network.")
  private Optional<Ipv4Subnet> subnet = Optional.empty();

  @Option(names = "--mac", paramLabel = "MAC", description = "Only this machine.")
  private Optional<MacAddress> mac = Optional.empty();

  @Option(
      names = "--name",
      paramLabel = "TEXT",
      description = "Only machines whose name has this in it.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--role", paramLabel = "ROLE", description = "Only: ${COMPLETION-CANDIDATES}.")
  private Optional<MachineRole> role = Optional.empty();

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
              print(desk.all().stream().filter(lease -> isMeant(lease, now)).toList(), now);
              return ExitCode.OK;
            });
  }

  private boolean isMeant(Lease lease, Instant now) {
    return (which == Which.ALL
            || LeaseWords.state(lease, now).equals(which.name().toLowerCase(Locale.ROOT)))
        && subnet.filter(wanted -> !wanted.contains(lease.address())).isEmpty()
        && mac.filter(wanted -> !wanted.equals(lease.mac())).isEmpty()
        && role.filter(wanted -> wanted != lease.role()).isEmpty()
        && name.filter(wanted -> !hasInName(lease, wanted)).isEmpty();
  }

  private static boolean hasInName(Lease lease, String text) {
    return lease
        .name()
        .filter(own -> own.value().contains(text.toLowerCase(Locale.ROOT)))
        .isPresent();
  }

  private void print(List<Lease> leases, Instant now) {
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(Json.of(Map.of("leases", leases.stream().map(OwnLeases::object).toList())));
    } else if (leases.isEmpty()) {
      out.println(
          "no leases" + (which == Which.ALL ? "" : " that are meant; --only all shows more"));
    } else {
      out.print(LeaseWords.header());
      leases.forEach(lease -> out.print(LeaseWords.row(lease, now)));
      out.println(leases.size() == 1 ? "1 lease" : leases.size() + " leases");
    }
    out.flush();
  }
}
