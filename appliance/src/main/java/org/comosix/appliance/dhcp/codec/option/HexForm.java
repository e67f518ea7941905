package org.comosix.appliance.dhcp.codec.option;

import java.util.HexFormat;
import java.util.List;

/**
 * Bytes: two hexadecimal digits each, all together or with {@code :}, {@code -} or blanks between.
 */
final class HexForm implements OptionForm {

  private static final String EXAMPLE = "expected hexadecimal digits such as hex:0a0b, not ";

  @Override
  public byte[] parse(List<String> elements) {
    return octets(elements.get(0));
  }

  /** With or without {@code hex:} in front. */
  static byte[] octets(String text) {
    String digits = text.startsWith("hex:") ? text.substring("hex:".length()) : text;
    if (digits.isEmpty() || !digits.matches("\\p{XDigit}{2}(?:[:\\- ]?\\p{XDigit}{2})*")) {
      throw new IllegalArgumentException(EXAMPLE + "\"" + text + "\"");
    }
    return HexFormat.of().parseHex(digits.replaceAll("[:\\- ]", ""));
  }

  @Override
  public List<String> read(byte[] content) {
    if (content.length == 0) {
      throw new IllegalArgumentException("expected at least 1 byte");
    }
    return List.of(text(content));
  }

  static String text(byte[] content) {
    return "hex:" + HexFormat.of().formatHex(content);
  }
}
