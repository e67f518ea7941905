package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.SubnetSettings;
import org.comosix.appliance.control.ControlClient;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.control.leases.LeaseDesk;
import org.comosix.appliance.control.leases.LocalDesk;
import org.comosix.appliance.control.leases.RemoteDesk;
import org.comosix.appliance.dhcp.NodeReservations;
import org.comosix.appliance.inventory.ConfiguredNodes;
import org.comosix.appliance.lease.LeaseJournalException;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Does one command's work with the leases: through the appliance where it runs, else on its
 * directory. Turns what goes wrong into words and an exit code.
 */
final class LeaseCall {

  private final CommandSpec spec;
  private final StateOption state;

  LeaseCall(CommandSpec spec, StateOption state) {
    this.spec = spec;
    this.state = state;
  }

  /** What a command does; returns its exit code. */
  @FunctionalInterface
  interface Work {
    int with(LeaseDesk desk) throws IOException, ControlRefusedException;
  }

  /** What a command does with the state directory itself; returns its exit code. */
  @FunctionalInterface
  interface DirectoryWork {
    int with(Path directory);
  }

  int onDirectory(DirectoryWork work) {
    StateOption.Choice choice = state.choose();
    return choice instanceof StateOption.Choice.Directory directory
        ? work.with(directory.path())
        : refuse(((StateOption.Choice.Refused) choice).why());
  }

  int run(Work work) {
    StateOption.Choice choice = state.choose();
    if (choice instanceof StateOption.Choice.Refused refused) {
      return refuse(refused.why());
    }
    Path directory = ((StateOption.Choice.Directory) choice).path();
    try (LeaseDesk desk = desk(directory)) {
      return work.with(desk);
    } catch (ControlRefusedException e) {
      e.problems().forEach(this::say);
      return exitCode(e.kind());
    } catch (AccessDeniedException e) {
      say("no permission for " + e.getFile() + ": run it as root");
      return ExitCode.NO_PERMISSION;
    } catch (LeaseJournalException e) {
      say(String.valueOf(e.getMessage()));
      return String.valueOf(e.getMessage()).contains("AccessDenied")
          ? ExitCode.NO_PERMISSION
          : ExitCode.FAILED;
    } catch (IOException e) {
      say(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    } catch (Refusal e) {
      return refuse(e.why);
    }
  }

  static int exitCode(ControlRefusedException.Kind kind) {
    return switch (kind) {
      case CONFIGURATION -> ExitCode.CONFIGURATION;
      case PERMISSION -> ExitCode.NO_PERMISSION;
      case REQUEST -> ExitCode.SOFTWARE;
      case REFUSED, FAILED -> ExitCode.FAILED;
    };
  }

  private LeaseDesk desk(Path directory) throws IOException, Refusal {
    Optional<ControlClient> running = ControlAccess.connect(directory);
    return running.isPresent() ? new RemoteDesk(running.get()) : local(directory);
  }

  private LeaseDesk local(Path directory) throws IOException, Refusal {
    Path leases = directory.resolve("leases");
    if (!Files.isDirectory(directory)) {
      throw new IOException("there is no state directory " + directory + ", and no appliance runs");
    }
    Optional<ApplianceSettings> settings = settings();
    ConfiguredNodes nodes =
        new ConfiguredNodes(settings.map(ApplianceSettings::nodes).orElse(List.of()));
    return LocalDesk.open(
        leases,
        nodes,
        settings.map(LeaseCall::subnets).orElse(List.of()).stream()
            .map(SubnetSettings::subnet)
            .toList(),
        new NodeReservations(nodes),
        InstantSource.system());
  }

  private static List<SubnetSettings> subnets(ApplianceSettings settings) {
    return settings.dhcp().subnets();
  }

  private Optional<ApplianceSettings> settings() throws Refusal {
    Optional<ConfigResult> result = state.configuration();
    if (result.isPresent() && result.get() instanceof ConfigResult.Refused refused) {
      throw new Refusal(refused);
    }
    return result.map(loaded -> ((ConfigResult.Loaded) loaded).settings());
  }

  private int refuse(ConfigResult.Refused why) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(new ConfigReport(Terminal.standardErrorShowsColour()).text(why.problems()));
    err.flush();
    return ExitCode.CONFIGURATION;
  }

  private void say(String problem) {
    spec.commandLine().getErr().println("comosix: " + problem);
    spec.commandLine().getErr().flush();
  }

  /** The configuration is wrong. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1;
    private final transient ConfigResult.Refused why;

    Refusal(ConfigResult.Refused why) {
      this.why = why;
    }
  }
}
