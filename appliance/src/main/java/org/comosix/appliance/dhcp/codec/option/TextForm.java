package org.comosix.appliance.dhcp.codec.option;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Text: RFC 2132 has NVT ASCII, which is what is written. UTF-8 is understood too. */
final class TextForm implements OptionForm {

  /** One option without splitting: few clients put the parts of a text together. */
  static final int LONGEST = 255;

  @Override
  public byte[] parse(List<String> elements) {
    return octets(elements.get(0));
  }

  static byte[] octets(String text) {
    if (text.isEmpty() || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "expected 1 to " + LONGEST + " characters, not " + text.length());
    }
    if (!text.chars().allMatch(c -> c >= ' ' && c <= '~')) {
      throw new IllegalArgumentException(
          "expected letters, digits and signs of ASCII; other bytes as \"hex:0a0b\"");
    }
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public List<String> read(byte[] content) {
    return List.of(text(content));
  }

  /** Without the NULs that old clients put at the end. */
  static String text(byte[] content) {
    int end = content.length;
    while (end > 0 && content[end - 1] == 0) {
      end--;
    }
    String text = decoded(Arrays.copyOf(content, end));
    if (text.isEmpty() || text.codePoints().anyMatch(TextForm::isHidden)) {
      throw notText();
    }
    return text;
  }

  private static String decoded(byte[] content) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).toString();
    } catch (CharacterCodingException e) {
      throw notText();
    }
  }

  /** What comes from the wire must not move a terminal's cursor or turn its writing round. */
  private static boolean isHidden(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED ->
          true;
      default -> false;
    };
  }

  private static IllegalArgumentException notText() {
    return new IllegalArgumentException("expected text");
  }
}
