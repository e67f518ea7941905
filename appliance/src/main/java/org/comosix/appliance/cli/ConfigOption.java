package org.comosix.appliance.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** {@code --config}, the same for every command that has it. */
public final class ConfigOption {

  public static final String DEFAULT = "/etc/comosix/appliance.toml";

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = DEFAULT,
      description = "The configuration. Default: ${DEFAULT-VALUE}")
  private Path file = Path.of(DEFAULT);

  public Path file() {
    return file;
  }
}
