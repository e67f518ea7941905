package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import org.comosix.appliance.demo.Evidence;
import org.comosix.appliance.demo.Lab;
import org.comosix.appliance.demo.LabException;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImageCatalog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code comosix demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    header = "Boot a diskless node in a throw-away virtual lab on this machine, and prove it.",
    description = {
      "",
      "Makes two network namespaces (a server host and a switch), starts the appliance on the server",
      "host, powers on a QEMU machine that boots from the network, shows each step of its boot, and",
      "then asks the node and the network whether it is what we say. Ends by removing all it made;",
      "only the image stays, so that the next time is quick. Needs root.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:the node booted and every claim holds",
      " 1:it did not boot, or a claim does not hold",
      "77:not root"
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class DemoCommand implements Callable<Integer> {

  private static final String LAB = "comosix-demo";

  @Option(names = "--keep", description = "Leave the lab up, and say how to log in to the node.")
  private boolean keep;

  @Option(
      names = "--clean",
      description = "Remove a lab that was kept, or that a killed demo left; do nothing else.")
  private boolean clean;

  @Option(
      names = "--image",
      paramLabel = "NAME",
      defaultValue = "debian",
      description = "What the node boots; built first if there is none. Default: ${DEFAULT-VALUE}.")
  private String image = "debian";

  @Option(
      names = "--state",
      paramLabel = "DIR",
      defaultValue = "/var/cache/comosix/demo",
      description = "Where the image is kept for the next time. Default: ${DEFAULT-VALUE}.")
  private Path state = Path.of("/var/cache/comosix/demo");

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    if (!ProcessUser.isRoot()) {
      spec.commandLine()
          .getErr()
          .println("demo makes network namespaces and needs root: sudo ./comosix demo");
      return ExitCode.NO_PERMISSION;
    }
    if (clean) {
      Lab.clean(LAB);
      return ExitCode.OK;
    }
    PrintWriter out = spec.commandLine().getOut();
    LabScreen screen = new LabScreen(out, Terminal.standardOutputIsOne());
    try {
      return imageIsThere(screen) ? bootAndProve(screen) : ExitCode.FAILED;
    } catch (LabException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.FAILED;
    }
  }

  private boolean imageIsThere(LabScreen screen) {
    screen.heading("Image");
    ImageName name = ImageName.parse(image);
    if (ImageCatalog.open(state, InstantSource.system()).current(name).isEmpty()) {
      screen.said("there is none in " + state + " yet: building a small Debian, once");
      CommandLine comosix = spec.commandLine().getParent();
      int built =
          comosix.execute("image", "build", image, "--publish", "--state", state.toString());
      if (built != ExitCode.OK) {
        return false;
      }
    }
    ImageCatalog.open(state, InstantSource.system())
        .current(name)
        .ifPresent(generation -> screen.said(generation + " in " + state));
    return true;
  }

  private int bootAndProve(LabScreen screen) {
    Lab lab = new Lab(LAB, screen);
    if (keep) {
      int code = bootAndProve(screen, lab);
      screen.said(lab.keepAdvice());
      return code;
    }
    // A hook, so that Ctrl-C cleans up too.
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close, "lab-cleaner"));
    return bootAndProve(screen, lab);
  }

  private int bootAndProve(LabScreen screen, Lab lab) {
    screen.heading("Lab");
    lab.serve(state, image);
    screen.heading("Boot");
    Duration boot = lab.boot(Lab.BOOT_PATIENCE);
    screen.heading("Proof");
    List<Evidence> evidence = lab.prove();
    boolean holds = evidence.stream().allMatch(Evidence::holds);
    screen.heading(
        holds
            ? "A diskless node, from power-on to ready in " + boot.toSeconds() + " s."
            : "The node booted, but not every claim holds.");
    return holds ? ExitCode.OK : ExitCode.FAILED;
  }
}
