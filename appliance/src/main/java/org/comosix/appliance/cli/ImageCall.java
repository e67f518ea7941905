package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.time.InstantSource;
import org.comosix.appliance.config.ConfigReport;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.image.ImageRefusedException;
import org.comosix.appliance.image.ImageStoreException;
import picocli.CommandLine.Model.CommandSpec;

/** Opens the catalog for one command, and turns what goes wrong into words and an exit code. */
final class ImageCall {

  private final CommandSpec spec;
  private final StateOption state;

  ImageCall(CommandSpec spec, StateOption state) {
    this.spec = spec;
    this.state = state;
  }

  /** What a command does with the catalog; returns its exit code. */
  @FunctionalInterface
  interface Work {
    int with(ImageCatalog catalog, Progress progress);
  }

  int run(Work work) {
    PrintWriter err = spec.commandLine().getErr();
    StateOption.Choice choice = state.choose();
    if (choice instanceof StateOption.Choice.Refused refused) {
      err.print(
          new ConfigReport(Terminal.standardErrorShowsColour()).text(refused.why().problems()));
      err.flush();
      return ExitCode.CONFIGURATION;
    }
    try (Progress progress = Progress.onStandardError(err)) {
      return run(work, ((StateOption.Choice.Directory) choice), progress);
    }
  }

  private int run(Work work, StateOption.Choice.Directory directory, Progress progress) {
    try {
      return work.with(ImageCatalog.open(directory.path(), InstantSource.system()), progress);
    } catch (ImageRefusedException e) {
      progress.close();
      e.reasons().forEach(this::say);
      return ExitCode.FAILED;
    } catch (ImageStoreException e) {
      progress.close();
      if (e.getCause() instanceof AccessDeniedException denied) {
        say("no permission for " + denied.getFile() + ": run it as root");
        return ExitCode.NO_PERMISSION;
      }
      say(String.valueOf(e.getMessage()));
      return ExitCode.FAILED;
    }
  }

  private void say(String problem) {
    spec.commandLine().getErr().println("comosix: " + problem);
    spec.commandLine().getErr().flush();
  }
}
