package org.comosix.appliance.config.source;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.comosix.appliance.config.DhcpOptionSettings;
import org.comosix.appliance.config.Suggestion;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.option.OptionDefinition;
import org.comosix.appliance.dhcp.codec.option.OptionDefinitions;
import org.comosix.appliance.dhcp.codec.option.OptionType;

/**
 * Reads a table of DHCP options, {@code options = { ntp-servers = ["10.0.0.1"], "224" = "hex:0a"
 * }}. Its keys are names or numbers of options.
 */
final class OptionsReader {

  private static final int HEADER = 2;

  private final ConfigTable table;
  private final DhcpOptions.Builder options = DhcpOptions.builder();
  private final Map<Integer, String> given = new LinkedHashMap<>();
  private int size;

  private OptionsReader(ConfigTable table) {
    this.table = table;
  }

  /**
   * Empty when something is wrong, which is then recorded at its place; no options where the file
   * has no such table.
   */
  static Optional<DhcpOptionSettings> read(ConfigTable table) {
    return new OptionsReader(table).read();
  }

  private Optional<DhcpOptionSettings> read() {
    table.keys().forEach(this::readOption);
    table
        .header()
        .filter(header -> size > OptionType.LONGEST)
        .ifPresent(
            header ->
                table.flaw(
                    header,
                    "these options take "
                        + size
                        + " bytes; replies have room for "
                        + OptionType.LONGEST,
                    Optional.empty()));
    return table.hasProblems()
        ? Optional.empty()
        : Optional.of(new DhcpOptionSettings(options.build()));
  }

  private void readOption(String key) {
    ConfigValue value = table.any(key);
    Optional<Integer> code = code(key, value);
    if (code.isEmpty() || isRefused(code.get(), value) || isGivenTwice(code.get(), key, value)) {
      return;
    }
    Optional<OptionDefinition> definition = OptionDefinitions.byCode(code.get());
    new OptionValueReader(table, key, definition)
        .read(value)
        .ifPresent(
            content -> {
              options.put(code.get(), content);
              size += HEADER + content.length;
            });
  }

  private Optional<Integer> code(String key, ConfigValue value) {
    if (key.matches("\\d+")) {
      if (key.length() <= 3 && Integer.parseInt(key) >= 1 && Integer.parseInt(key) <= 254) {
        return Optional.of(Integer.valueOf(key));
      }
      String message = "expected the number of an option from 1 to 254, not " + key;
      table.flaw(value.key(), message, Optional.empty());
      return Optional.empty();
    }
    Optional<Integer> code = OptionDefinitions.byName(key).map(OptionDefinition::code);
    if (code.isEmpty()) {
      String byNumber = "an option without a name is given by its number: \"224\" = \"hex:0a0b\"";
      table.flaw(
          value.key(),
          "there is no DHCP option \"" + key + "\"",
          Suggestion.nearest(key, OptionDefinitions.names())
              .map(Correction::didYouMean)
              .or(() -> Optional.of(byNumber)));
    }
    return code;
  }

  private boolean isRefused(int code, ConfigValue value) {
    var refusal = OptionDefinitions.byCode(code).flatMap(OptionDefinition::refusal);
    refusal.ifPresent(
        why ->
            table.flaw(
                value.key(),
                label(code) + " cannot be given here: " + why.reason(),
                why.instead()));
    return refusal.isPresent();
  }

  private boolean isGivenTwice(int code, String key, ConfigValue value) {
    String before = given.putIfAbsent(code, key);
    if (before == null) {
      return false;
    }
    table.flaw(
        value.key(), label(code) + " is given already, as \"" + before + "\"", Optional.empty());
    return true;
  }

  private static String label(int code) {
    return "option "
        + code
        + OptionDefinitions.byCode(code).map(known -> " (" + known.name() + ")").orElse("");
  }
}
