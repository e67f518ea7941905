package org.comosix.appliance.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.exchange.LeaseExport;
import org.comosix.appliance.lease.exchange.OwnLeases;
import org.comosix.appliance.ops.Json;
import org.comosix.appliance.ops.OutputFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix leases export}. */
@Command(
    name = "export",
    mixinStandardHelpOptions = true,
    header = "Write all leases, in our form or in another server's.",
    description = {
      "",
      "json is whole: \"comosix leases import\" reads it back. csv is for tables. isc, dnsmasq and "
          + "kea are lease files of those servers, so that there is a way back; dnsmasq keeps "
          + "active leases only.",
      ""
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesExportCommand implements Callable<Integer> {

  /** In whose form. */
  enum Format {
    JSON,
    CSV,
    ISC,
    DNSMASQ,
    KEA
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; in lower case too. Default: json")
  private Format format = Format.JSON;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      description = "Where to; without it, to standard output.")
  private Optional<Path> file = Optional.empty();

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new LeaseCall(spec, state)
        .run(
            desk -> {
              List<Lease> leases = desk.all();
              String text = text(leases);
              if (file.isPresent()) {
                OutputFile.write(file.get(), text);
                spec.commandLine()
                    .getOut()
                    .println("wrote " + leases.size() + " leases to " + file.get());
              } else {
                spec.commandLine().getOut().print(text);
              }
              spec.commandLine().getOut().flush();
              return ExitCode.OK;
            });
  }

  private String text(List<Lease> leases) {
    Instant now = Instant.now();
    return switch (format) {
      case JSON ->
          Json.of(Map.of("leases", leases.stream().map(OwnLeases::object).toList())) + "\n";
      case CSV -> LeaseExport.CSV.write(leases, now);
      case ISC -> LeaseExport.ISC.write(leases, now);
      case DNSMASQ -> LeaseExport.DNSMASQ.write(leases, now);
      case KEA -> LeaseExport.KEA.write(leases, now);
    };
  }
}
