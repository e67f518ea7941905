package org.comosix.appliance.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.Appliance;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.control.ControlClient;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.json.JsonValue;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comosix reload}. */
@Command(
    name = "reload",
    mixinStandardHelpOptions = true,
    header = "Let the appliance read its configuration anew, without losing a packet.",
    description = {
      "",
      "All of the file is taken, or nothing of it. What may differ: [dhcp] and its subnets, pools "
          + "and times, [dns], the machines. A difference in [server], [boot] or [nfs] needs a "
          + "restart; it is named and nothing changes.",
      "The appliance reads the file that it was started with. SIGHUP does the same, and the log says "
          + "what came of it.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:it serves by the file as it is now",
      " 1:nothing has changed: a key needs a restart, or no appliance runs",
      "77:not permitted",
      "78:nothing has changed: the configuration is wrong; the list says where"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class ReloadCommand implements Callable<Integer> {

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    StateOption.Choice choice = state.choose();
    if (choice instanceof StateOption.Choice.Refused refused) {
      say(new ConfigReport(Terminal.standardErrorShowsColour()).text(refused.why().problems()));
      return ExitCode.CONFIGURATION;
    }
    Path directory = ((StateOption.Choice.Directory) choice).path();
    try {
      Optional<ControlClient> running = ControlAccess.connect(directory);
      if (running.isEmpty()) {
        say("comosix: no appliance serves from " + directory + "\n");
        return ExitCode.FAILED;
      }
      return reload(running.get());
    } catch (AccessDeniedException e) {
      say("comosix: no permission for " + e.getFile() + ": run it as root\n");
      return ExitCode.NO_PERMISSION;
    } catch (IOException e) {
      say("comosix: " + e.getMessage() + "\n");
      return ExitCode.FAILED;
    }
  }

  private int reload(ControlClient appliance) throws IOException {
    try (appliance) {
      JsonValue.Obj done = appliance.ask(Appliance.RELOAD, Map.of());
      PrintWriter out = spec.commandLine().getOut();
      out.println(
          "reloaded: "
              + done.number("subnets").orElse(0L)
              + " subnets, "
              + done.number("nodes").orElse(0L)
              + " machines known by name");
      out.flush();
      return ExitCode.OK;
    } catch (ControlRefusedException e) {
      e.problems().forEach(problem -> say(problem + "\n"));
      return LeaseCall.exitCode(e.kind());
    }
  }

  private void say(String text) {
    spec.commandLine().getErr().print(text);
    spec.commandLine().getErr().flush();
  }
}
