package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.function.Function;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.domain.Ipv4Subnet;
import org.comosix.appliance.domain.MacAddress;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The top of the command line. */
@Command(
    name = "comosix",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header =
        "Diskless Linux nodes from one process: DHCP, DNS, boot files and the root file system.",
    description = {
      "",
      "The appliance reads one file, /etc/comosix/appliance.toml, and serves what a machine needs",
      "from power-on to a login: an address, a name, a kernel and a read-only root over NFS.",
      ""
    },
    footerHeading = "%nFirst steps:%n",
    footer = {
      "  comosix demo                              see a node boot in a virtual lab on this machine",
      "  comosix check --config appliance.toml     is the configuration right?",
      "  comosix image build debian --publish      make a root file system for the nodes",
      "  comosix serve --config appliance.toml     serve until SIGTERM or Ctrl-C",
      "  comosix leases list                       who has which address",
      "",
      "Each command explains itself: comosix COMMAND --help"
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:the work failed",
      "64:unknown command or option",
      "69:a port is held by another program",
      "70:a mistake in coMosix itself",
      "77:not permitted; most commands that serve need root",
      "78:the configuration is wrong or does not fit this machine"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE,
    // A new command is one line here.
    subcommands = {
      CheckCommand.class,
      ExplainDhcpCommand.class,
      ServeCommand.class,
      ReloadCommand.class,
      LeasesCommand.class,
      NamesCommand.class,
      ConvertHostsCommand.class,
      DemoCommand.class,
      ImageCommand.class,
      AutoComplete.GenerateCompletion.class,
      HelpCommand.class,
    })
public final class ComosixCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Without a command: how to go on. */
  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }

  /** Runs one command line and returns its exit code. */
  public static int run(String... args) {
    return commandLine().execute(args);
  }

  static CommandLine commandLine() {
    return new CommandLine(new ComosixCommand())
        .registerConverter(ImageName.class, text -> parsed(text, ImageName::parse))
        .registerConverter(Ipv4Subnet.class, text -> parsed(text, Ipv4Subnet::parse))
        .registerConverter(MacAddress.class, text -> parsed(text, MacAddress::parse))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true)
        .setUsageHelpLongOptionsMaxWidth(28);
  }

  private static <T> T parsed(String text, Function<String, T> form) {
    try {
      return form.apply(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
