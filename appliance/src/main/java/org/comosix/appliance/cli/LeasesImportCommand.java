package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.leases.Adoption;
import org.comosix.appliance.control.leases.LeaseDesk;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Lease;
import org.comosix.appliance.lease.exchange.Finding;
import org.comosix.appliance.lease.exchange.ForeignLease;
import org.comosix.appliance.lease.exchange.LeaseFile;
import org.comosix.appliance.lease.exchange.LeaseFormat;
import org.comosix.appliance.ops.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix leases import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    header = "Take over the leases of ISC dhcpd, dnsmasq, Kea or another appliance.",
    description = {
      "",
      "Reads lease files; of several, a later one has the last word on an address. Each place that "
          + "cannot be taken is named with file:line:column and the reason. With a line that is not "
          + "understood nothing is imported, unless --partly is given.",
      "What is known here is never replaced by something older, and no machine loses a lease that "
          + "it has here; so an import can be repeated. Imported machines are hosts, but for those "
          + "in the list of nodes.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:every lease is here now, or was known",
      " 1:some were not taken, or nothing was: the report says why"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class LeasesImportCommand implements Callable<Integer> {

  /** Whose file it is. */
  enum Format {
    AUTO,
    ISC,
    DNSMASQ,
    KEA,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}; in lower case too. Default: auto, by what it looks like")
  private Format format = Format.AUTO;

  @Option(names = "--dry-run", description = "Say what would be done, and change nothing.")
  private boolean dryRun;

  @Option(names = "--partly", description = "Import what is understood, whatever else is there.")
  private boolean partly;

  @Option(names = "--json", description = "The report as one JSON object, for programs.")
  private boolean json;

  @Parameters(paramLabel = "FILE", arity = "1..*", description = "Lease files, the oldest first.")
  private List<Path> files = new ArrayList<>();

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<Ipv4Address, String> places = new LinkedHashMap<>();
  private final Map<Ipv4Address, Lease> leases = new LinkedHashMap<>();
  private final List<ImportReport.Line> findings = new ArrayList<>();

  @Override
  public Integer call() throws IOException {
    Instant now = Instant.now();
    for (Path file : files) {
      Optional<String> text = TextFile.read(file, spec);
      if (text.isEmpty()) {
        return ExitCode.FAILED;
      }
      take(file, text.get(), now);
    }
    ImportReport report = new ImportReport(findings, dryRun);
    if (report.hasErrors() && !partly) {
      return tell(report.nothing());
    }
    return new LeaseCall(spec, state).run(desk -> tell(report.with(adopt(desk))));
  }

  private void take(Path file, String text, Instant now) {
    Optional<LeaseFormat> known = formatOf(text);
    if (known.isEmpty()) {
      findings.add(
          new ImportReport.Line(
              file.toString(), "NOT_UNDERSTOOD", "it looks like no lease file; say --format"));
      return;
    }
    LeaseFile read = known.get().read(text);
    for (Finding finding : read.findings()) {
      findings.add(
          new ImportReport.Line(
              file + ":" + finding.place(), finding.reason().name(), finding.text()));
    }
    for (ForeignLease lease : read.leases()) {
      leases.put(lease.address(), lease.at(now));
      places.put(lease.address(), file + ":" + lease.place());
    }
  }

  private Optional<LeaseFormat> formatOf(String text) {
    return format == Format.AUTO
        ? LeaseFormat.of(text)
        : Optional.of(LeaseFormat.valueOf(format.name()));
  }

  private List<ImportReport.Line> adopt(LeaseDesk desk)
      throws IOException, ControlRefusedException {
    List<ImportReport.Line> lines = new ArrayList<>();
    for (Adoption adoption : desk.adopt(List.copyOf(leases.values()), dryRun)) {
      String place = places.getOrDefault(adoption.address(), "");
      String why = adoption.why().isEmpty() ? "" : ": " + adoption.why();
      lines.add(new ImportReport.Line(place, adoption.outcome().name(), adoption.address() + why));
    }
    return lines;
  }

  private int tell(ImportReport.Outcome outcome) {
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? Json.of(outcome.object()) + "\n" : outcome.text());
    out.flush();
    return outcome.isComplete() ? ExitCode.OK : ExitCode.FAILED;
  }
}
