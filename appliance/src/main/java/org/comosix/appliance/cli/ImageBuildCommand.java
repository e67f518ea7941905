package org.comosix.appliance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImageRefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code comosix image build}. */
@Command(
    name = "build",
    mixinStandardHelpOptions = true,
    header = "Make a small Debian by the recipe in rootfs/, and import it.",
    description = {
      "",
      "Needs root, mmdebstrap and a Debian mirror; takes one to five minutes. Without "
          + "--publish the new generation is a candidate: look at it with \"image list\", "
          + "then \"image publish\".",
      ""
    },
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class ImageBuildCommand implements Callable<Integer> {

  @Parameters(paramLabel = "NAME", description = "The image, such as debian.")
  private ImageName image = new ImageName("debian");

  @Option(names = "--publish", description = "Publish it when it is done.")
  private boolean publish;

  @Option(names = "--suite", paramLabel = "NAME", description = "Debian's release.")
  private Optional<String> suite = Optional.empty();

  @Option(names = "--mirror", paramLabel = "URL", description = "Debian's archive.")
  private Optional<String> mirror = Optional.empty();

  @Option(
      names = "--include",
      paramLabel = "PACKAGE,…",
      description = "Packages besides those of the recipe.")
  private Optional<String> include = Optional.empty();

  @Option(
      names = "--scratch",
      paramLabel = "DIR",
      defaultValue = "/var/tmp",
      description = "Where the tar lies meanwhile, some 400 MB. Default: ${DEFAULT-VALUE}")
  private Path scratch = Path.of("/var/tmp");

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new ImageCall(spec, state)
        .run(
            (catalog, progress) -> {
              Path recipe =
                  Recipe.find()
                      .orElseThrow(
                          () ->
                              new ImageRefusedException(
                                  "rootfs/build is not there: say where coMosix lies with"
                                      + " -Dcomosix.home or COMOSIX_HOME"));
              ImageWork work = new ImageWork(catalog, progress);
              GenerationId generation = work.build(image, recipe, options(), scratch);
              if (publish) {
                work.publish(generation);
              }
              return ExitCode.OK;
            });
  }

  private List<String> options() {
    List<String> options = new ArrayList<>();
    suite.ifPresent(value -> options.addAll(List.of("--suite", value)));
    mirror.ifPresent(value -> options.addAll(List.of("--mirror", value)));
    include.ifPresent(value -> options.addAll(List.of("--include", value)));
    return options;
  }
}
