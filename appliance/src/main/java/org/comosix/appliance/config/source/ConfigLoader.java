package org.comosix.appliance.config.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.comosix.appliance.config.ApplianceSettings;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.ConfigResult;
import org.comosix.appliance.config.Spot;
import org.tomlj.Toml;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlVersion;

/** Reads {@code appliance.toml}: settings, or every problem of the file at once. */
public final class ConfigLoader {

  private ConfigLoader() {}

  /** Never throws for anything that is wrong with the file. */
  public static ConfigResult load(Path file) {
    ConfigFile.Content content = ConfigFile.read(file);
    return content.problems().isEmpty()
        ? parse(file, content.text(), new ConfigReading(file))
        : new ConfigResult.Refused(content.problems());
  }

  /** What this text would be in that file's place; the file is not looked at. */
  public static ConfigResult loadText(Path file, String text) {
    return parse(file, text, new ConfigReading(file));
  }

  static ConfigResult parse(Path file, String text, ConfigReading reading) {
    SourceText source = new SourceText(text);
    TomlParseResult toml;
    try {
      toml = Toml.parse(text, TomlVersion.V1_0_0);
    } catch (StackOverflowError e) {
      return new ConfigResult.Refused(
          List.of(ConfigProblem.ofFile(file, "brackets are nested too deeply", Optional.empty())));
    }
    Map<Integer, ConfigProblem> syntax = new SyntaxProblems(file, source).of(toml.errors());
    Optional<ApplianceSettings> settings =
        new SettingsReader(reading).read(ConfigTable.ofFile(toml, source, reading));
    if (syntax.isEmpty() && settings.isPresent()) {
      return new ConfigResult.Loaded(settings.get(), reading.places());
    }
    return new ConfigResult.Refused(
        syntax.isEmpty() ? reading.problems() : together(syntax, reading));
  }

  /**
   * What the parser understood beside its errors is reported too, up to the first broken header:
   * below that, keys are counted to the wrong table.
   */
  private static List<ConfigProblem> together(
      Map<Integer, ConfigProblem> syntax, ConfigReading reading) {
    int brokenHeader =
        syntax.values().stream()
            .flatMap(problem -> problem.spot().stream())
            .filter(spot -> spot.text().stripLeading().startsWith("["))
            .mapToInt(Spot::line)
            .min()
            .orElse(Integer.MAX_VALUE);
    Predicate<Spot> trusted =
        spot -> spot.line() < brokenHeader && !syntax.containsKey(spot.line());
    List<ConfigProblem> all = new ArrayList<>(syntax.values());
    all.addAll(reading.problemsBeside(trusted));
    all.sort(Comparator.comparingInt(problem -> problem.spot().map(Spot::line).orElse(0)));
    return all;
  }
}
