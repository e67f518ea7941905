package org.comosix.appliance.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImportProgress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix image import}. */
@Command(
    name = "import",
    mixinStandardHelpOptions = true,
    header = "Take a root file system from a tar.",
    description = {
      "",
      "The tar may be compressed by gzip, bzip2, xz or zstd. Owners, modes, times, hard "
          + "links, devices and extended attributes are kept. Make one on a machine that you "
          + "like with:",
      "  tar --numeric-owner --xattrs --one-file-system -C / -cf golden.tar .",
      ""
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class ImageImportCommand implements Callable<Integer> {

  @Parameters(index = "0", paramLabel = "NAME", description = "The image, such as debian.")
  private ImageName image = new ImageName("image");

  @Parameters(index = "1", paramLabel = "FILE", description = "The tar, or - for standard input.")
  private Path archive = Path.of("-");

  @Option(names = "--publish", description = "Publish it when it is done.")
  private boolean publish;

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new ImageCall(spec, state)
        .run(
            (catalog, progress) -> {
              ImageWork work = new ImageWork(catalog, progress);
              GenerationId generation =
                  archive.toString().equals("-")
                      ? work.importStream(image, System.in, ImportProgress.UNKNOWN)
                      : work.importFile(image, archive);
              if (publish) {
                work.publish(generation);
              } else {
                progress.done(
                    "it is a candidate; to serve it: comosix image publish " + generation);
              }
              return ExitCode.OK;
            });
  }
}
