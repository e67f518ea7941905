package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.Spot;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.domain.MachineRole;
import org.comosix.appliance.lease.exchange.ForeignHost;
import org.comosix.appliance.lease.exchange.HostFile;
import org.comosix.appliance.lease.exchange.HostFormat;
import org.comosix.appliance.lease.exchange.HostToml;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix convert-hosts}. */
@Command(
    name = "convert-hosts",
    mixinStandardHelpOptions = true,
    header = "Turn host entries of dhcpd.conf, dnsmasq.conf or Kea into text for appliance.toml.",
    description = {
      "",
      "Prints the text and changes nothing: appliance.toml is yours. Look at it, then append it "
          + "and \"comosix reload\". What cannot be taken over is said on standard error, with "
          + "line:column and the reason. Where there is an appliance.toml, the text is checked "
          + "together with it.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  comosix convert-hosts --as host /etc/dhcp/dhcpd.conf >> /etc/comosix/appliance.toml",
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:printed; what was left out is on standard error",
      " 1:the file is not understood",
      "78:printed, but it does not go together with appliance.toml"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class ConvertHostsCommand implements Callable<Integer> {

  /** Whose file it is. */
  enum Format {
    AUTO,
    ISC,
    DNSMASQ,
    KEA
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description =
          "${COMPLETION-CANDIDATES}; in lower case too. Default: auto, by what it looks like")
  private Format format = Format.AUTO;

  @Option(
      names = "--as",
      paramLabel = "ROLE",
      description = "What the machines are: ${COMPLETION-CANDIDATES}. Default: node")
  private MachineRole role = MachineRole.NODE;

  @Parameters(paramLabel = "FILE", description = "The other server's configuration.")
  private Path file = Path.of("");

  @Mixin private ConfigOption config = new ConfigOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    Optional<String> text = TextFile.read(file, spec);
    if (text.isEmpty()) {
      return ExitCode.FAILED;
    }
    Optional<HostFormat> known =
        format == Format.AUTO
            ? HostFormat.of(text.get())
            : Optional.of(HostFormat.valueOf(format.name()));
    if (known.isEmpty()) {
      say("comosix: " + file + " looks like none of these configurations; say --format\n");
      return ExitCode.FAILED;
    }
    HostFile read = known.get().read(text.get());
    read.findings()
        .forEach(finding -> say(file + ":" + finding.place() + ": " + finding.text() + "\n"));
    String toml = HostToml.write(read.hosts().stream().filter(this::hasAPlace).toList(), role);
    PrintWriter out = spec.commandLine().getOut();
    out.print(toml);
    out.flush();
    if (!read.isUnderstood()) {
      return ExitCode.FAILED;
    }
    return fits(toml) ? ExitCode.OK : ExitCode.CONFIGURATION;
  }

  /** A host is listed for its address alone; a node also for its name and what it boots. */
  private boolean hasAPlace(ForeignHost host) {
    boolean needed = role == MachineRole.NODE || host.address().isPresent();
    if (!needed) {
      say(
          file
              + ":"
              + host.place()
              + ": "
              + host.mac()
              + " is left out: it has no address of its own, and a host needs no entry without\n");
    }
    return needed;
  }

  /** Appended to the configuration that there is. */
  private boolean fits(String toml) throws IOException {
    if (!Files.isReadable(config.file())) {
      say("comosix: not checked: there is no " + config.file() + "\n");
      return true;
    }
    String before = Files.readString(config.file());
    String joined = before.endsWith("\n") ? before : before + "\n";
    ConfigResult result = ConfigLoader.loadText(config.file(), joined + toml);
    if (result instanceof ConfigResult.Refused refused) {
      int lines = (int) joined.lines().count();
      List<ConfigProblem> problems =
          refused.problems().stream().map(problem -> placed(problem, lines)).toList();
      say(new ConfigReport(Terminal.standardErrorShowsColour()).text(problems));
      return false;
    }
    return true;
  }

  /** What lies behind the end of the file is in the text that was printed. */
  private static ConfigProblem placed(ConfigProblem problem, int lines) {
    return problem.spot().filter(spot -> spot.line() > lines).isEmpty()
        ? problem
        : new ConfigProblem(
            Path.of("these-entries"),
            problem.spot().map(spot -> moved(spot, lines)),
            problem.message(),
            problem.hint(),
            problem.other());
  }

  private static Spot moved(Spot spot, int lines) {
    return new Spot(spot.line() - lines, spot.column(), spot.length(), spot.text());
  }

  private void say(String text) {
    spec.commandLine().getErr().print(text);
    spec.commandLine().getErr().flush();
  }
}
