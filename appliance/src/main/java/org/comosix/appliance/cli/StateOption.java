package org.comosix.appliance.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.ServerSettings;
import org.comosix.appliance.config.source.ConfigLoader;
import picocli.CommandLine.Option;

/** Where images and leases lie: {@code --state}, else what the configuration says. */
final class StateOption {

  @Option(
      names = "--state",
      paramLabel = "DIR",
      description =
          "The server's state directory. Default: server.state of the configuration, else"
              + " /var/lib/comosix")
  private Optional<Path> state = Optional.empty();

  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      description = "The configuration. Default: " + ConfigOption.DEFAULT + " where there is one")
  private Optional<Path> config = Optional.empty();

  /** The directory, or a configuration that is refused. */
  sealed interface Choice {
    record Directory(Path path) implements Choice {}

    record Refused(ConfigResult.Refused why) implements Choice {}
  }

  /** The configuration, where one was named or there is one in the usual place. */
  Optional<ConfigResult> configuration() {
    Path file = config.orElse(Path.of(ConfigOption.DEFAULT));
    return config.isEmpty() && !Files.exists(file)
        ? Optional.empty()
        : Optional.of(ConfigLoader.load(file));
  }

  Choice choose() {
    if (state.isPresent()) {
      return new Choice.Directory(state.get().toAbsolutePath());
    }
    Path file = config.orElse(Path.of(ConfigOption.DEFAULT));
    if (config.isEmpty() && !Files.exists(file)) {
      return new Choice.Directory(ServerSettings.DEFAULT_STATE);
    }
    ConfigResult result = ConfigLoader.load(file);
    if (result instanceof ConfigResult.Refused refused) {
      return new Choice.Refused(refused);
    }
    return new Choice.Directory(((ConfigResult.Loaded) result).settings().server().state());
  }
}
