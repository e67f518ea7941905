package org.comosix.appliance.dhcp.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.comosix.appliance.dhcp.codec.DhcpOptions;
import org.comosix.appliance.dhcp.codec.OptionCode;
import org.comosix.appliance.dhcp.codec.option.OptionDefinitions;

/** Options of a message by their names, in its order. */
public final class OptionWords {

  private OptionWords() {}

  /** All but the message type, each with its content in words. */
  public static Map<String, String> of(DhcpOptions options) {
    Map<String, String> words = new LinkedHashMap<>();
    for (int i = 0; i < options.size(); i++) {
      int code = options.code(i);
      if (code != OptionCode.MESSAGE_TYPE) {
        words.put(OptionDefinitions.nameOf(code), OptionDefinitions.format(code, options.value(i)));
      }
    }
    return words;
  }

  /** As one sentence. */
  static String sentence(DhcpOptions options) {
    return of(options).entrySet().stream()
        .map(option -> option.getKey() + " " + option.getValue())
        .collect(Collectors.joining("; "));
  }
}
