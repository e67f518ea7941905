package org.comosix.appliance.config.source;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.comosix.appliance.config.Spot;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/**
 * One table of the file. Each method asks for one key and returns its value; what is wrong is
 * recorded at the key's own place and the value is then empty, like that of an optional key that is
 * not there: {@link #hasProblems} tells them apart.
 */
final class ConfigTable {

  private static final TomlTable EMPTY = Toml.parse("");

  private final String path;
  private final TomlTable toml;
  private final Optional<Spot> header;
  private final SourceText source;
  private final ConfigReading reading;
  private final Set<String> known = new LinkedHashSet<>();
  private boolean flawed;

  private ConfigTable(
      String path,
      TomlTable toml,
      Optional<Spot> header,
      SourceText source,
      ConfigReading reading) {
    this.path = path;
    this.toml = toml;
    this.header = header;
    this.source = source;
    this.reading = reading;
  }

  static ConfigTable ofFile(TomlTable toml, SourceText source, ConfigReading reading) {
    return new ConfigTable("", toml, Optional.empty(), source, reading);
  }

  /** The path of one of this table's settings, such as {@code dhcp.subnet[0].router}. */
  String pathOf(String key) {
    return ConfigReading.join(path, key);
  }

  /** Where the table begins; empty when the file has none. */
  Optional<Spot> header() {
    return header;
  }

  boolean hasProblems() {
    return flawed;
  }

  /**
   * A text that must be given.
   *
   * @param example shown when it is missing
   */
  <T> Optional<T> required(String key, String example, Function<String, T> parse) {
    return present(key, example) ? optional(key, parse) : Optional.empty();
  }

  /** A text that may be absent. */
  <T> Optional<T> optional(String key, Function<String, T> parse) {
    return value(key).flatMap(value -> text(value, pathOf(key), valueSpot(key), parse));
  }

  /** A whole number that may be absent. */
  <T> Optional<T> optionalNumber(String key, LongFunction<T> check) {
    return value(key)
        .flatMap(
            value ->
                value instanceof Long number
                    ? checked(valueSpot(key), () -> check.apply(number), Optional::empty)
                    : wrongType(
                        valueSpot(key),
                        "a number without quotes",
                        value,
                        Correction.number(value)));
  }

  /** {@code true} or {@code false}; may be absent. */
  Optional<Boolean> optionalFlag(String key) {
    return value(key)
        .flatMap(
            value ->
                value instanceof Boolean flag
                    ? Optional.of(flag)
                    : wrongType(
                        valueSpot(key),
                        "true or false without quotes",
                        value,
                        Correction.flag(value)));
  }

  /** One text or a list of them, at least one. Of a list with mistakes the good ones are given. */
  <T> List<T> requiredList(String key, String example, Function<String, T> parse) {
    if (!present(key, example)) {
      return List.of();
    }
    if (value(key).orElse("") instanceof TomlArray array && array.isEmpty()) {
      flaw(valueSpot(key), "expected at least one, such as " + example, Optional.empty());
    }
    return optionalList(key, parse);
  }

  /** One text or a list of them, or nothing. */
  <T> List<T> optionalList(String key, Function<String, T> parse) {
    Optional<Object> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof TomlArray array)) {
      reading.place(elementPath(key, 0), valueSpot(key));
      return text(value.get(), pathOf(key), valueSpot(key), parse).stream().toList();
    }
    List<T> read = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      TomlPosition at = array.inputPositionOf(i);
      Spot spot = source.spot(at.line(), at.column());
      // Counted by what was read: the settings know nothing of the ones that were refused.
      reading.place(elementPath(key, read.size()), spot);
      text(array.get(i), pathOf(key), spot, parse).ifPresent(read::add);
    }
    return read;
  }

  private String elementPath(String key, int index) {
    return pathOf(key) + "[" + index + "]";
  }

  /** A table in this one; an empty one where the file has none. */
  ConfigTable table(String key) {
    Optional<Object> value = value(key);
    if (value.isEmpty()) {
      return new ConfigTable(pathOf(key), EMPTY, Optional.empty(), source, reading);
    }
    Spot spot = headerSpot(key);
    if (value.get() instanceof TomlTable table) {
      return new ConfigTable(pathOf(key), table, Optional.of(spot), source, reading);
    }
    String wanted = ConfigReading.header(pathOf(key));
    flaw(spot, "expected the table " + wanted, Optional.of("write " + wanted + " on its own line"));
    ConfigTable none = new ConfigTable(pathOf(key), EMPTY, Optional.of(spot), source, reading);
    none.flawed = true;
    return none;
  }

  /** The tables of this name, {@code [[name]]}, in their order. */
  List<ConfigTable> tables(String key) {
    Optional<Object> value = value(key);
    if (value.isEmpty()) {
      return List.of();
    }
    if (!(value.get() instanceof TomlArray array) || !holdsTables(array)) {
      String wanted = ConfigReading.header(pathOf(key));
      String hint = "two pairs of brackets: there may be several of them";
      flaw(headerSpot(key), "expected " + wanted, Optional.of(hint));
      return List.of();
    }
    List<ConfigTable> tables = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      TomlPosition at = array.inputPositionOf(i);
      Optional<Spot> spot = Optional.of(source.spot(at.line(), at.column()));
      TomlTable table = (TomlTable) array.get(i);
      tables.add(new ConfigTable(elementPath(key, i), table, spot, source, reading));
    }
    return tables;
  }

  private static boolean holdsTables(TomlArray array) {
    return array.toList().stream().allMatch(TomlTable.class::isInstance);
  }

  /** The keys of a table whose keys are data, in the order of the file. */
  List<String> keys() {
    return toml.keySet().stream()
        .sorted(
            Comparator.comparing(
                key -> toml.inputPositionOf(List.of(key)),
                Comparator.comparingInt(TomlPosition::line).thenComparingInt(TomlPosition::column)))
        .toList();
  }

  /** The value of one of {@link #keys}, of whatever kind it is. */
  ConfigValue any(String key) {
    Object value = Objects.requireNonNull(toml.get(List.of(key)));
    TomlPosition at = toml.inputPositionOf(List.of(key));
    Spot keySpot = source.key(at.line(), at.column());
    if (!(value instanceof TomlArray array)) {
      return new ConfigValue(
          keySpot, valueSpot(key), false, List.of(new ConfigValue.Element(value, valueSpot(key))));
    }
    List<ConfigValue.Element> elements = new ArrayList<>();
    for (int i = 0; i < array.size(); i++) {
      TomlPosition place = array.inputPositionOf(i);
      Spot spot = source.spot(place.line(), place.column());
      elements.add(new ConfigValue.Element(array.get(i), spot));
    }
    return new ConfigValue(keySpot, valueSpot(key), true, elements);
  }

  /** Records every key that was not asked for. Last, when all known keys are known. */
  void rejectOtherKeys() {
    for (String key : toml.keySet()) {
      if (!known.contains(key)) {
        flawed = true;
        TomlPosition at = toml.inputPositionOf(List.of(key));
        Spot spot =
            source.line(at.line()).stripLeading().startsWith("[")
                ? source.spot(at.line(), at.column())
                : source.key(at.line(), at.column());
        reading.unknownKey(path, key, spot);
      }
    }
  }

  /** Builds what was read; where the parts contradict each other, it is recorded at this key. */
  <T> Optional<T> buildAt(String key, Supplier<T> build) {
    Spot spot = value(key).isPresent() ? valueSpot(key) : header.orElse(new Spot(1, 1, 1, ""));
    return checked(spot, build, Optional::empty);
  }

  /** Something else stood where this table should: what is in it nobody knows. */
  private boolean unreadable() {
    return toml == EMPTY && header.isPresent();
  }

  private boolean present(String key, String example) {
    if (value(key).isPresent()) {
      return true;
    }
    if (!unreadable()) {
      String message = ConfigReading.header(ConfigReading.withoutIndexes(path)) + " needs " + key;
      reading.omission(header, message, Optional.of("such as " + key + " = " + example));
    }
    flawed = true;
    return false;
  }

  private Optional<Object> value(String key) {
    known.add(key);
    reading.know(path, key);
    Optional<Object> value = Optional.ofNullable(toml.get(List.of(key)));
    value.ifPresent(v -> reading.place(pathOf(key), valueSpot(key)));
    return value;
  }

  private Spot valueSpot(String key) {
    TomlPosition at = toml.inputPositionOf(List.of(key));
    return source.valueOf(at.line(), at.column());
  }

  private Spot headerSpot(String key) {
    TomlPosition at = toml.inputPositionOf(List.of(key));
    return source.spot(at.line(), at.column());
  }

  private <T> Optional<T> text(Object value, String at, Spot spot, Function<String, T> parse) {
    if (value instanceof String text) {
      return checked(spot, () -> parse.apply(text), () -> Correction.of(text, parse));
    }
    String expected = "a text in quotes for " + ConfigReading.withoutIndexes(at);
    Optional<String> hint =
        value instanceof Number ? Correction.of(value.toString(), parse) : Optional.empty();
    return wrongType(spot, expected, value, hint);
  }

  private <T> Optional<T> checked(
      Spot spot, Supplier<T> read, Supplier<Optional<String>> correction) {
    try {
      return Optional.of(read.get());
    } catch (IllegalArgumentException e) {
      flaw(spot, String.valueOf(e.getMessage()), correction.get());
      return Optional.empty();
    }
  }

  private <T> Optional<T> wrongType(
      Spot spot, String expected, Object value, Optional<String> hint) {
    flaw(spot, "expected " + expected + ", not " + TomlKinds.of(value), hint);
    return Optional.empty();
  }

  /** Records what is wrong with a value that {@link #any} gave. */
  void flaw(Spot spot, String message, Optional<String> hint) {
    flawed = true;
    reading.problem(spot, message, hint);
  }
}
