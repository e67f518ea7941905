package org.comosix.appliance.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path of a request target: decoded once, without query, without leading slashes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3.2">RFC 9112, section 3.2</a>
 */
final class TargetPath {

  private static final Pattern ABSOLUTE_FORM = Pattern.compile("^(?i:https?)://[^/?#]*");
  private static final Pattern LEADING_SLASHES = Pattern.compile("^/+");

  private TargetPath() {}

  /** Empty where it cannot be a path: a broken escape, control characters, a {@code ..} segment. */
  static Optional<String> of(String target) {
    String path = ABSOLUTE_FORM.matcher(target).replaceFirst("");
    int query = path.indexOf('?');
    if (query >= 0) {
      path = path.substring(0, query);
    }
    return decode(path)
        .filter(text -> text.chars().noneMatch(c -> c < ' ' || c == 0x7f))
        .map(text -> LEADING_SLASHES.matcher(text).replaceFirst(""))
        .filter(text -> !("/" + text + "/").contains("/../"));
  }

  private static Optional<String> decode(String path) {
    byte[] in = path.getBytes(StandardCharsets.UTF_8);
    ByteBuffer out = ByteBuffer.allocate(in.length);
    for (int i = 0; i < in.length; i++) {
      if (in[i] != '%') {
        out.put(in[i]);
        continue;
      }
      int high = i + 1 < in.length ? Character.digit(in[i + 1], 16) : -1;
      int low = i + 2 < in.length ? Character.digit(in[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      out.put((byte) (high << 4 | low));
      i += 2;
    }
    return utf8(out.flip());
  }

  private static Optional<String> utf8(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
