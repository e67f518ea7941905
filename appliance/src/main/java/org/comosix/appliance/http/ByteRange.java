package org.comosix.appliance.http;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A part of a file, {@code first} to {@code last}, both included.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-14.1.2">RFC 9110, section 14.1.2</a>
 */
record ByteRange(long first, long last) {

  /** More digits than a file can have. */
  private static final Pattern ONE_RANGE =
      Pattern.compile("bytes=\\s*(\\d{0,18})-(\\d{0,18})\\s*", Pattern.CASE_INSENSITIVE);

  /** What a Range header wants. */
  sealed interface Wish {}

  /** Send the whole file: no Range, another unit, another form, or several ranges. */
  record Whole() implements Wish {}

  /** Send this part. */
  record Part(ByteRange range) implements Wish {}

  /** 416. */
  record Unsatisfiable() implements Wish {}

  long length() {
    return last - first + 1;
  }

  /**
   * Reads a Range header.
   *
   * @param size of the file
   */
  static Wish parse(Optional<String> header, long size) {
    Optional<Matcher> form = header.map(ONE_RANGE::matcher).filter(Matcher::matches);
    if (form.isEmpty() || (form.get().group(1).isEmpty() && form.get().group(2).isEmpty())) {
      return new Whole();
    }
    String first = form.get().group(1);
    String last = form.get().group(2);
    return first.isEmpty() ? suffix(Long.parseLong(last), size) : range(first, last, size);
  }

  private static Wish suffix(long length, long size) {
    if (length == 0 || size == 0) {
      return new Unsatisfiable();
    }
    return new Part(new ByteRange(Math.max(0, size - length), size - 1));
  }

  private static Wish range(String firstText, String lastText, long size) {
    long first = Long.parseLong(firstText);
    long last = lastText.isEmpty() ? Long.MAX_VALUE : Long.parseLong(lastText);
    if (last < first) {
      return new Whole();
    }
    if (first >= size) {
      return new Unsatisfiable();
    }
    return new Part(new ByteRange(first, Math.min(last, size - 1)));
  }
}
