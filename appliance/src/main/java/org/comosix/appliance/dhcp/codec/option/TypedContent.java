package org.comosix.appliance.dhcp.codec.option;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Content whose text says itself of what type it is: {@code hex:0a0b}, {@code ip:10.0.0.1}. */
public final class TypedContent {

  private static final Map<String, Function<String, byte[]>> TYPES =
      Map.of(
          "hex", HexForm::octets,
          "ip", OptionType.IPV4::parse,
          "u8", OptionType.UINT8::parse,
          "u16", OptionType.UINT16::parse,
          "u32", OptionType.UINT32::parse,
          "text", OptionType.TEXT::parse);

  private TypedContent() {}

  /**
   * Empty where the text begins with no type.
   *
   * @throws IllegalArgumentException the rest does not fit its type; says what was expected
   */
  public static Optional<byte[]> parse(String text) {
    int colon = text.indexOf(':');
    return Optional.ofNullable(colon < 0 ? null : TYPES.get(text.substring(0, colon)))
        .map(type -> OptionType.bounded(type.apply(text.substring(colon + 1))));
  }

  /** The same text with the type that it most likely has. */
  public static String withLikelyType(String text) {
    if (text.matches("\\d+(?:\\.\\d+){3}")) {
      return "ip:" + text;
    }
    if (text.matches("\\d{1,3}")) {
      return "u8:" + text;
    }
    return (text.matches("\\p{XDigit}{2}(?:[:\\- ]?\\p{XDigit}{2})+") ? "hex:" : "text:") + text;
  }
}
