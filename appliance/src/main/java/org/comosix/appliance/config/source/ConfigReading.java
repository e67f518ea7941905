package org.comosix.appliance.config.source;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.comosix.appliance.config.Collision;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.SettingPlaces;
import org.comosix.appliance.config.Spot;
import org.comosix.appliance.config.Suggestion;

/**
 * What one pass over a file has found so far: problems, places, and every key that was asked for.
 */
final class ConfigReading {

  /** Tables of which there may be more than one. */
  private static final Set<String> SEVERAL =
      Set.of(
          "node",
          "host",
          "dhcp.subnet",
          "dhcp.class",
          "dns.accept-update",
          "dns.key",
          "dns.record",
          "dns.update");

  private static final Comparator<ConfigProblem> BY_PLACE =
      Comparator.comparingInt((ConfigProblem p) -> p.spot().map(Spot::line).orElse(0))
          .thenComparingInt(p -> p.spot().map(Spot::column).orElse(0));

  private final Path file;
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<ConfigProblem> omissions = new ArrayList<>();
  private final Map<String, Spot> places = new LinkedHashMap<>();
  private final Map<String, Set<String>> knownKeys = new LinkedHashMap<>();
  private final List<Unknown> unknown = new ArrayList<>();

  private record Unknown(String table, String key, Spot spot) {}

  ConfigReading(Path file) {
    this.file = file;
  }

  void place(String path, Spot spot) {
    places.put(path, spot);
  }

  void know(String table, String key) {
    knownKeys.computeIfAbsent(withoutIndexes(table), t -> new LinkedHashSet<>()).add(key);
  }

  void problem(Spot spot, String message, Optional<String> hint) {
    problems.add(new ConfigProblem(file, Optional.of(spot), message, hint, Optional.empty()));
  }

  /**
   * Something that is not there; not to be trusted in a file that could not be parsed to its end.
   */
  void omission(Optional<Spot> spot, String message, Optional<String> hint) {
    omissions.add(new ConfigProblem(file, spot, message, hint, Optional.empty()));
  }

  void unknownKey(String table, String key, Spot spot) {
    unknown.add(new Unknown(table, key, spot));
  }

  /** Shown at the setting that the file gives, where the other one is only a default. */
  void collision(Collision collision) {
    Optional<Spot> at = Optional.ofNullable(places.get(collision.at()));
    Optional<Spot> other = collision.other().map(places::get);
    omissions.add(
        new ConfigProblem(
            file,
            at.or(() -> other),
            collision.message(),
            Optional.empty(),
            at.isPresent() ? other : Optional.empty()));
  }

  SettingPlaces places() {
    return new SettingPlaces(file, places);
  }

  /** Every key a reader asked for, as {@code dhcp.subnet.pool}; tables too. */
  Set<String> knownKeys() {
    Set<String> keys = new LinkedHashSet<>();
    knownKeys.forEach((table, names) -> names.forEach(name -> keys.add(join(table, name))));
    return keys;
  }

  /** The paths of all settings that the file gives. */
  Set<String> givenPaths() {
    return places.keySet();
  }

  /** All problems, in the order of the file. */
  List<ConfigProblem> problems() {
    List<ConfigProblem> all = new ArrayList<>(problemsBeside(spot -> true));
    all.addAll(omissions);
    all.sort(BY_PLACE);
    return all;
  }

  /** Only what is wrong at places that are trusted, without omissions and collisions. */
  List<ConfigProblem> problemsBeside(Predicate<Spot> trusted) {
    List<ConfigProblem> some = new ArrayList<>(problems);
    unknown.forEach(key -> some.add(unknownProblem(key)));
    some.removeIf(problem -> !problem.spot().map(trusted::test).orElse(false));
    some.sort(BY_PLACE);
    return some;
  }

  private ConfigProblem unknownProblem(Unknown key) {
    Set<String> siblings = knownKeys.getOrDefault(withoutIndexes(key.table()), Set.of());
    Optional<String> hint =
        elsewhere(key.key())
            .map(table -> "\"" + key.key() + "\" belongs into " + header(table))
            .or(
                () ->
                    Suggestion.nearest(key.key(), siblings)
                        .map(word -> "did you mean \"" + word + "\"?"))
            .or(() -> Optional.of("known here: " + String.join(", ", siblings)));
    String message = "unknown key \"" + key.key() + "\" " + within(key.table());
    return new ConfigProblem(file, Optional.of(key.spot()), message, hint, Optional.empty());
  }

  private Optional<String> elsewhere(String key) {
    return knownKeys.entrySet().stream()
        .filter(table -> !table.getKey().isEmpty() && table.getValue().contains(key))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  static String within(String table) {
    return table.isEmpty() ? "at the top of the file" : "in " + header(withoutIndexes(table));
  }

  /** As the operator writes it. */
  static String header(String table) {
    return SEVERAL.contains(table) ? "[[" + table + "]]" : "[" + table + "]";
  }

  static String withoutIndexes(String path) {
    return path.replaceAll("\\[\\d+]", "");
  }

  static String join(String table, String key) {
    return table.isEmpty() ? key : table + "." + key;
  }
}
