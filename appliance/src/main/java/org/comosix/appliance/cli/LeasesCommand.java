package org.comosix.appliance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comosix leases}: who has which address. */
@Command(
    name = "leases",
    mixinStandardHelpOptions = true,
    header = "Show, end, import, export and repair leases; works while the appliance serves.",
    description = {
      "",
      "Where an appliance serves from the state directory it is asked, and goes on serving. "
          + "Where none runs, the directory itself is read and changed.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  comosix leases list --role host            machines that are no nodes",
      "  comosix leases show pc1                    all that is known of one",
      "  comosix leases release 10.77.0.57          as if the machine had given it back",
      "  comosix leases import --dry-run /var/lib/dhcp/dhcpd.leases",
      "  comosix leases export --format csv leases.csv"
    },
    subcommands = {
      LeasesListCommand.class,
      LeasesShowCommand.class,
      LeasesReleaseCommand.class,
      LeasesExportCommand.class,
      LeasesImportCommand.class,
      LeasesCheckCommand.class,
      LeasesRepairCommand.class,
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class LeasesCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }
}
