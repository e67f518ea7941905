package org.comosix.appliance.config.source;

import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/** Names of TOML's kinds of values, for messages. */
final class TomlKinds {

  private TomlKinds() {}

  static String of(Object value) {
    if (value instanceof String text) {
      return "the text \"" + text + "\"";
    }
    if (value instanceof Long || value instanceof Double) {
      return "the number " + value;
    }
    if (value instanceof Boolean) {
      return value.toString();
    }
    if (value instanceof TomlArray) {
      return "a list";
    }
    return value instanceof TomlTable ? "a table" : "the date or time " + value;
  }
}
