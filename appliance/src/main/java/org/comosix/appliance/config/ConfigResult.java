package org.comosix.appliance.config;

import java.util.List;

/** What became of a configuration file. */
public sealed interface ConfigResult {

  /** All is well. */
  record Loaded(ApplianceSettings settings, SettingPlaces places) implements ConfigResult {}

  /**
   * Nothing of it is used.
   *
   * @param problems every one that could be found, at least one, in the order of the file
   */
  record Refused(List<ConfigProblem> problems) implements ConfigResult {
    public Refused {
      problems = List.copyOf(problems);
    }
  }
}
