package org.comosix.appliance.dhcp.codec.option;

import java.util.List;
import java.util.Optional;

/**
 * One option.
 *
 * @param code 1 to 254
 * @param name the one that is shown
 * @param aliases other programs' names for it, which are understood too
 * @param least the smallest number that its RFC allows; 0 where that is no matter
 * @param refusal why an administrator cannot give it; empty where it can be given
 */
public record OptionDefinition(
    int code,
    String name,
    List<String> aliases,
    OptionType type,
    int least,
    Optional<OptionRefusal> refusal) {

  public OptionDefinition {
    aliases = List.copyOf(aliases);
  }

  static OptionDefinition option(int code, OptionType type, String name, String... aliases) {
    return new OptionDefinition(code, name, List.of(aliases), type, 0, OptionRefusal.of(code));
  }

  OptionDefinition atLeast(int number) {
    return new OptionDefinition(code, name, aliases, type, number, refusal);
  }

  /**
   * The content that these texts stand for.
   *
   * @throws IllegalArgumentException another form or not allowed; says what was expected
   */
  public byte[] parse(List<String> elements) {
    byte[] content = type.parse(elements);
    check(content);
    return content;
  }

  /**
   * Checks content that was written by its bytes.
   *
   * @throws IllegalArgumentException it does not fit; says what was expected
   */
  public void check(byte[] content) {
    List<String> elements = type.elements(content);
    if (least > 0 && elements.stream().anyMatch(number -> Long.parseLong(number) < least)) {
      throw new IllegalArgumentException(
          "expected at least " + least + ", not " + String.join(", ", elements));
    }
  }
}
