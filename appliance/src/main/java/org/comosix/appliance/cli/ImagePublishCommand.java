package org.comosix.appliance.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix image publish}. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    header = "Let the next boot have a generation.",
    description = {
      "",
      "Looks first whether it could boot: a kernel, its initramfs with the modules for "
          + "NFS and a network card, an init, an empty machine-id. A generation that could "
          + "not is refused with all reasons. A serving appliance takes the change up at "
          + "once; nodes that run are not disturbed.",
      ""
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class ImagePublishCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "NAME[/N]",
      description = "An image, for its newest generation, or a generation.")
  private String which = "";

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new ImageCall(spec, state)
        .run(
            (catalog, progress) -> {
              new ImageWork(catalog, progress).publish(GenerationArgument.of(spec, catalog, which));
              return ExitCode.OK;
            });
  }
}
