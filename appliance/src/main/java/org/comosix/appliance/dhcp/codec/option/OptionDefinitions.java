package org.comosix.appliance.dhcp.codec.option;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All options that have a name. */
public final class OptionDefinitions {

  private static final Map<Integer, OptionDefinition> BY_CODE = new TreeMap<>();
  private static final Map<String, OptionDefinition> BY_NAME = new HashMap<>();
  private static final List<String> NAMES = new ArrayList<>();

  static {
    add(Rfc2132Options.ALL);
    add(LaterOptions.ALL);
  }

  private OptionDefinitions() {}

  private static void add(List<OptionDefinition> definitions) {
    for (OptionDefinition definition : definitions) {
      claim(BY_CODE.put(definition.code(), definition) == null, definition.name());
      claim(BY_NAME.put(definition.name(), definition) == null, definition.name());
      NAMES.add(definition.name());
      for (String alias : definition.aliases()) {
        claim(BY_NAME.put(alias, definition) == null, alias);
        NAMES.add(alias);
      }
    }
  }

  private static void claim(boolean free, String name) {
    if (!free) {
      throw new IllegalStateException("two options are called " + name);
    }
  }

  /** Every definition, by its code. */
  public static List<OptionDefinition> all() {
    return List.copyOf(BY_CODE.values());
  }

  /** Every name and alias, the names before their aliases. */
  public static List<String> names() {
    return Collections.unmodifiableList(NAMES);
  }

  /** By name or alias, in any case, with hyphens or underscores. */
  public static Optional<OptionDefinition> byName(String name) {
    return Optional.ofNullable(BY_NAME.get(name.toLowerCase(Locale.ROOT).replace('_', '-')));
  }

  public static Optional<OptionDefinition> byCode(int code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  /** The name, or {@code option 224} for one that has none. */
  public static String nameOf(int code) {
    return byCode(code).map(OptionDefinition::name).orElse("option " + code);
  }

  /** The content in words; as text or hex where the option is unknown. Never throws. */
  public static String format(int code, byte[] content) {
    return byCode(code)
        .map(definition -> definition.type().format(content))
        .orElseGet(() -> ClientForms.textOrHex(content));
  }
}
