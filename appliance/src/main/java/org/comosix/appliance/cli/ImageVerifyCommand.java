package org.comosix.appliance.cli;

import java.util.concurrent.Callable;
import org.comosix.appliance.image.ImageCatalog;
import org.comosix.appliance.image.VerifyReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix image verify}. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    header = "Read a generation again and compare every byte's hash.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {" 0:all is as it was stored", " 1:it is not; the list says which files"},
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class ImageVerifyCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME[/N]",
      description = "An image, for its newest generation, or a generation.")
  private String which = "";

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new ImageCall(spec, state).run(this::verify);
  }

  private int verify(ImageCatalog catalog, Progress progress) {
    VerifyReport report =
        catalog.verify(
            GenerationArgument.of(spec, catalog, which),
            (phase, done, total) -> progress.bytes("verifying", done, total));
    progress.done(
        report.generation()
            + ": "
            + report.contents()
            + " contents, "
            + Progress.mebibytes(report.bytes())
            + ", "
            + report.damaged().size()
            + " damaged");
    report.damaged().forEach(path -> spec.commandLine().getOut().println(path));
    spec.commandLine().getOut().flush();
    return report.damaged().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
  }
}
