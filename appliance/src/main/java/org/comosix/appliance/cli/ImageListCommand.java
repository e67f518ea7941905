package org.comosix.appliance.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.comosix.appliance.image.GenerationSummary;
import org.comosix.appliance.ops.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code comosix image list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    header = "All generations: candidate, published, or current.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class ImageListCommand implements Callable<Integer> {

  private static final String ROW = "%-20s %-10s %-20s %9s %10s  %s%n";

  @Option(names = "--json", description = "As one JSON object, for programs; sizes in bytes.")
  private boolean json;

  @Mixin private StateOption state = new StateOption();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() {
    return new ImageCall(spec, state)
        .run(
            (catalog, progress) -> {
              PrintWriter out = spec.commandLine().getOut();
              List<GenerationSummary> generations = catalog.list();
              if (json) {
                out.println(json(generations));
              } else if (generations.isEmpty()) {
                out.println("no images yet; make one: comosix image build debian --publish");
              } else {
                out.printf(ROW, "GENERATION", "STATE", "IMPORTED", "FILES", "CONTENT", "KERNEL");
                generations.forEach(generation -> print(out, generation));
              }
              out.flush();
              return ExitCode.OK;
            });
  }

  private static void print(PrintWriter out, GenerationSummary generation) {
    if (generation.damage().isPresent()) {
      out.printf("%-20s %-10s %s%n", generation.generation(), "damaged", generation.damage().get());
      return;
    }
    out.printf(
        ROW,
        generation.generation(),
        state(generation),
        generation.imported(),
        generation.inodes(),
        Progress.mebibytes(generation.contentBytes()),
        generation.kernelVersion().orElse("-"));
  }

  private static String state(GenerationSummary generation) {
    return generation.state().name().toLowerCase(Locale.ROOT);
  }

  private static String json(List<GenerationSummary> generations) {
    return generations.stream()
        .map(ImageListCommand::object)
        .collect(Collectors.joining(",", "{\"generations\":[", "]}"));
  }

  private static String object(GenerationSummary generation) {
    StringBuilder json = new StringBuilder("{\"generation\":");
    json.append(Json.of(generation.generation().toString()));
    json.append(",\"state\":").append(Json.of(state(generation)));
    json.append(",\"imported\":").append(Json.of(generation.imported().toString()));
    json.append(",\"inodes\":").append(generation.inodes());
    json.append(",\"content-bytes\":").append(generation.contentBytes());
    generation
        .kernelVersion()
        .ifPresent(kernel -> json.append(",\"kernel\":").append(Json.of(kernel)));
    generation.damage().ifPresent(damage -> json.append(",\"damage\":").append(Json.of(damage)));
    return json.append('}').toString();
  }
}
