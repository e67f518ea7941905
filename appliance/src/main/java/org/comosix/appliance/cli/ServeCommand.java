package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.comosix.appliance.Appliance;
import org.comosix.appliance.ConfigSource;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.ServedLink;
import org.comosix.appliance.config.source.ConfigLoader;
import org.comosix.appliance.control.ControlRefusedException;
import org.comosix.appliance.ops.HangUp;
import org.comosix.appliance.ops.LogLevels;
import org.comosix.appliance.ops.Logging;
import org.comosix.appliance.ops.PortHolder;
import org.comosix.appliance.ops.StateDirectory;
import org.comosix.appliance.transport.ListenException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code comosix serve}. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "Serve DHCP, DNS, boot files and root file systems until SIGTERM or Ctrl-C.",
    description = {
      "",
      "Checks the configuration and the machine, opens every socket, then logs \"server.ready\".",
      "The log goes to standard error, one line for each fact: an event and key=value pairs.",
      "SIGHUP reads the configuration anew, as \"comosix reload\" does.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:stopped by SIGTERM or Ctrl-C",
      "69:a port is held by another program; the message names it",
      "77:not permitted to open a port below 1024; run as root",
      "78:the configuration is wrong or does not fit this machine"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class ServeCommand implements Callable<Integer> {

  private static final String LEVEL_VARIABLE = "COMOSIX_LOG";

  private final Starter starter;
  private final MachineLinks machine;

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      defaultValue = "${env:" + LEVEL_VARIABLE + ":-info}",
      converter = LogLevelsConverter.class,
      description = {
        "error, warn, info, debug or trace; single rooms too: info,dhcp=debug.",
        "Default: the environment variable " + LEVEL_VARIABLE + ", else info."
      })
  private LogLevels levels = LogLevels.parse("info");

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Serves on this machine. */
  public ServeCommand() {
    this(Starter.appliance(), MachineLinks.ofThisMachine());
  }

  ServeCommand(Starter starter, MachineLinks machine) {
    this.starter = starter;
    this.machine = machine;
  }

  @Override
  public Integer call() throws InterruptedException {
    ConfigResult result = ConfigLoader.load(config.file());
    if (result instanceof ConfigResult.Refused refused) {
      return refuse(refused.problems());
    }
    ConfigResult.Loaded loaded = (ConfigResult.Loaded) result;
    MachineFit.Outcome fit = new MachineFit(machine).check(loaded);
    if (!fit.problems().isEmpty()) {
      return refuse(fit.problems());
    }
    Optional<String> noState = StateDirectory.prepare(loaded.settings().server().state());
    if (noState.isPresent()) {
      return refuse(
          List.of(loaded.places().problem("server.state", noState.get(), Optional.empty())));
    }
    Logging.start(levels, System.getenv());
    return serve(loaded, fit.links());
  }

  private int serve(ConfigResult.Loaded loaded, List<ServedLink> links)
      throws InterruptedException {
    Logger log = LoggerFactory.getLogger(ServeCommand.class);
    log.atInfo()
        .addKeyValue("version", Version.own())
        .addKeyValue("config", config.file())
        .log("server.starting");
    Starter.Running appliance;
    try {
      appliance = starter.start(loaded.settings(), links, this::readAgain);
    } catch (ListenException e) {
      return refuse(e);
    }
    closeAtTheEnd(appliance, log);
    HangUp.onEach(() -> reload(appliance, log));
    appliance.listeners().forEach(listener -> logListener(log, listener));
    log.atInfo().addKeyValue("startup-ms", ProcessAge.now().toMillis()).log("server.ready");
    new CountDownLatch(1).await(); // the process ends in the shutdown hook
    return ExitCode.OK;
  }

  /** For a reload: the same checks as at the start. */
  private ConfigSource.Fresh readAgain() throws ControlRefusedException {
    ConfigResult result = ConfigLoader.load(config.file());
    if (result instanceof ConfigResult.Refused refused) {
      throw refusal(refused.problems());
    }
    ConfigResult.Loaded loaded = (ConfigResult.Loaded) result;
    MachineFit.Outcome fit = new MachineFit(machine).check(loaded);
    if (!fit.problems().isEmpty()) {
      throw refusal(fit.problems());
    }
    return new ConfigSource.Fresh(loaded.settings(), fit.links());
  }

  private static ControlRefusedException refusal(List<ConfigProblem> problems) {
    return new ControlRefusedException(
        ControlRefusedException.Kind.CONFIGURATION,
        List.of(new ConfigReport(false).text(problems).stripTrailing()));
  }

  /** Nobody waits for an answer to a signal: it goes to the log, one line for each problem. */
  private static void reload(Starter.Running appliance, Logger log) {
    try {
      appliance.reload().run();
    } catch (ControlRefusedException e) {
      e.problems().stream()
          .flatMap(String::lines)
          .filter(line -> !line.isBlank())
          .forEach(line -> log.atError().addKeyValue("problem", line).log("server.reload-refused"));
    }
  }

  /**
   * SIGTERM and SIGINT run the shutdown hooks. Ending well is exit code 0, where the virtual
   * machine would say 143.
   */
  private static void closeAtTheEnd(Starter.Running appliance, Logger log) {
    Runnable end =
        () -> {
          int code = ExitCode.OK;
          try {
            log.atInfo().log("server.stopping");
            appliance.stop().run();
            log.atInfo().log("server.stopped");
          } catch (RuntimeException e) {
            log.atError().setCause(e).log("server.stop-failed");
            code = ExitCode.SOFTWARE;
          }
          Runtime.getRuntime().halt(code);
        };
    Runtime.getRuntime().addShutdownHook(new Thread(end, "stop"));
  }

  private static void logListener(Logger log, Appliance.Listener listener) {
    log.atInfo()
        .addKeyValue("service", listener.service())
        .addKeyValue("protocol", listener.protocol())
        .addKeyValue("where", listener.where())
        .log("server.listening");
  }

  private int refuse(List<ConfigProblem> problems) {
    print(new ConfigReport(Terminal.standardErrorShowsColour()).text(problems));
    return ExitCode.CONFIGURATION;
  }

  private int refuse(ListenException refused) {
    ListenRefusal refusal = ListenRefusal.explain(refused, PortHolder.ofThisMachine());
    print(refusal.text());
    return refusal.exitCode();
  }

  private void print(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.print(text);
    err.flush();
  }
}
