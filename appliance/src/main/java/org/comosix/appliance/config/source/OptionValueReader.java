package org.comosix.appliance.config.source;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.comosix.appliance.config.Spot;
import org.comosix.appliance.dhcp.codec.option.OptionDefinition;
import org.comosix.appliance.dhcp.codec.option.OptionType;
import org.comosix.appliance.dhcp.codec.option.TypedContent;
import org.comosix.appliance.dhcp.codec.option.Written;

/** Reads the value of one DHCP option, element by element, so that each is refused at its place. */
final class OptionValueReader {

  private static final String TYPED =
      "a text with its type, \"hex:0a0b\", \"ip:10.0.0.1\", \"u8:1\", \"u16:1\", \"u32:1\" or"
          + " \"text:abc\"";

  private final ConfigTable table;
  private final String key;
  private final Optional<OptionDefinition> definition;

  /**
   * For one option.
   *
   * @param definition empty for one that is known by its number only
   */
  OptionValueReader(ConfigTable table, String key, Optional<OptionDefinition> definition) {
    this.table = table;
    this.key = key;
    this.definition = definition;
  }

  /** Empty when something is wrong, which is then recorded at its place. */
  Optional<byte[]> read(ConfigValue value) {
    if (value.elements().isEmpty()) {
      return flaw(value.spot(), "expected at least one value for " + key, Optional.empty());
    }
    if (value.isList() && definition.filter(known -> !known.type().isList()).isPresent()) {
      return flaw(value.spot(), "expected one value for " + key + ", not a list", Optional.empty());
    }
    List<byte[]> parts = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    for (ConfigValue.Element element : value.elements()) {
      content(element).ifPresent(parts::add);
      texts.add(element.value().toString());
    }
    if (parts.size() < value.elements().size()) {
      return Optional.empty();
    }
    boolean typed = texts.stream().anyMatch(text -> TypedContent.parse(text).isPresent());
    try {
      // Together, since names of a search list point at each other.
      return Optional.of(
          typed || definition.isEmpty() ? joined(parts) : definition.get().parse(texts));
    } catch (IllegalArgumentException e) {
      return flaw(value.spot(), String.valueOf(e.getMessage()), Optional.empty());
    }
  }

  private byte[] joined(List<byte[]> parts) {
    ByteArrayOutputStream content = new ByteArrayOutputStream();
    parts.forEach(content::writeBytes);
    if (content.size() > OptionType.LONGEST) {
      throw new IllegalArgumentException(
          "expected at most " + OptionType.LONGEST + " bytes, not " + content.size());
    }
    definition.ifPresent(known -> known.check(content.toByteArray()));
    return content.toByteArray();
  }

  private Optional<byte[]> content(ConfigValue.Element element) {
    if (element.value() instanceof String text && isTyped(text)) {
      return parsed(element.spot(), text, Optional.empty());
    }
    if (definition.isEmpty()) {
      String likely = TypedContent.withLikelyType(element.value().toString());
      boolean plain = element.value() instanceof String || element.value() instanceof Number;
      return wrongKind(
          element, TYPED + " for option " + key, plain ? hintIfRead(likely) : Optional.empty());
    }
    return known(element, definition.get());
  }

  private static boolean isTyped(String text) {
    try {
      return TypedContent.parse(text).isPresent();
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private Optional<byte[]> known(ConfigValue.Element element, OptionDefinition known) {
    Object value = element.value();
    String text = value.toString();
    switch (known.type().written()) {
      case NUMBER -> {
        if (!(value instanceof Long)) {
          return wrongKind(element, "a number without quotes for " + key, Correction.number(value));
        }
      }
      case FLAG -> {
        if (!(value instanceof Boolean)) {
          return wrongKind(
              element, "true or false without quotes for " + key, Correction.flag(value));
        }
      }
      case QUOTED -> {
        if (!(value instanceof String)) {
          return wrongKind(
              element,
              "a text in quotes for " + key,
              value instanceof Number ? hintIfRead(text) : Optional.empty());
        }
      }
    }
    return parsed(element.spot(), text, listHint(text, known));
  }

  private Optional<byte[]> parsed(Spot spot, String text, Optional<String> hint) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException e) {
      boolean quoted = definition.filter(d -> d.type().written() != Written.QUOTED).isEmpty();
      Optional<String> other = quoted ? Correction.of(text, this::parse) : Optional.empty();
      return flaw(spot, String.valueOf(e.getMessage()), hint.or(() -> other));
    }
  }

  private byte[] parse(String text) {
    Optional<byte[]> typed = TypedContent.parse(text);
    if (typed.isPresent()) {
      return typed.get();
    }
    return definition
        .orElseThrow(() -> new IllegalArgumentException("expected " + TYPED))
        .parse(List.of(text));
  }

  /** {@code "10.0.0.1, 10.0.0.2"}, as dnsmasq and dhcpd have it. */
  private Optional<String> listHint(String text, OptionDefinition known) {
    List<String> parts = Arrays.asList(text.strip().split("[,\\s]+", -1));
    boolean all = parts.size() > 1 && parts.stream().allMatch(this::isRead);
    return Optional.of(
            parts.stream().map(part -> "\"" + part + "\"").collect(Collectors.joining(", ")))
        .filter(list -> all && known.type().isList())
        .map(list -> "did you mean [" + list + "]?");
  }

  private Optional<String> hintIfRead(String text) {
    return isRead(text) ? Optional.of(Correction.didYouMean(text)) : Optional.empty();
  }

  private boolean isRead(String text) {
    try {
      return parse(text).length > 0;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Optional<byte[]> wrongKind(
      ConfigValue.Element element, String expected, Optional<String> hint) {
    String message = "expected " + expected + ", not " + TomlKinds.of(element.value());
    return flaw(element.spot(), message, hint);
  }

  private Optional<byte[]> flaw(Spot spot, String message, Optional<String> hint) {
    table.flaw(spot, message, hint);
    return Optional.empty();
  }
}
