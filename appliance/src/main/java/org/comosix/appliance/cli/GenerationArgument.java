package org.comosix.appliance.cli;

import org.comosix.appliance.domain.GenerationId;
import org.comosix.appliance.domain.ImageName;
import org.comosix.appliance.image.ImageCatalog;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code debian} for the newest generation of that image, or {@code debian/7}. */
final class GenerationArgument {

  private GenerationArgument() {}

  static GenerationId of(CommandSpec spec, ImageCatalog catalog, String text) {
    try {
      return text.contains("/") ? GenerationId.parse(text) : catalog.newest(ImageName.parse(text));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
