package org.comosix.appliance.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where each setting of a file stands, for what is found wrong later: an interface that this
 * machine does not have.
 */
public final class SettingPlaces {

  private final Path file;
  private final Map<String, Spot> spots;

  /**
   * Of one file.
   *
   * @param spots by the path of the setting, such as {@code server.interfaces[0]}
   */
  public SettingPlaces(Path file, Map<String, Spot> spots) {
    this.file = file;
    this.spots = Map.copyOf(spots);
  }

  /** Empty when the file does not give this setting. */
  public Optional<Spot> of(String path) {
    return Optional.ofNullable(spots.get(path));
  }

  public ConfigProblem problem(String path, String message, Optional<String> hint) {
    return new ConfigProblem(file, of(path), message, hint, Optional.empty());
  }

  public ConfigProblem collision(String path, String other, String message) {
    return new ConfigProblem(file, of(path), message, Optional.empty(), of(other));
  }
}
