package org.comosix.appliance.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code comosix image}: the root file systems of the nodes. */
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    header = "Build, import and publish root file systems.",
    description = {
      "",
      "An image is a root file system that nodes boot from, under a name. Each build or "
          + "import makes a new generation of it, NAME/1, NAME/2 and so on, which never "
          + "changes. It is not served before it is published: then the next boot gets it. "
          + "Nodes that run keep the generation they booted.",
      ""
    },
    footerHeading = "%nFor example:%n",
    footer = {
      "  comosix image build debian --publish       make a small Debian, publish it",
      "  comosix image import lab golden.tar.zst    take your own root as a tar",
      "  comosix image publish lab                  its newest generation",
      "  comosix image publish lab/3                back to an older one",
      "  comosix image list"
    },
    subcommands = {
      ImageBuildCommand.class,
      ImageImportCommand.class,
      ImagePublishCommand.class,
      ImageListCommand.class,
      ImageVerifyCommand.class,
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
public final class ImageCommand implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    spec.commandLine().usage(out);
  }
}
