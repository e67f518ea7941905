package org.comosix.appliance.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * Dates in headers: {@code Sun, 06 Nov 1994 08:49:37 GMT}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7">RFC 9110, section 5.6.7</a>
 */
public final class HttpDate {

  private static final DateTimeFormatter FORM =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  public static String format(Instant time) {
    return FORM.format(time);
  }

  /** Empty for another form: the header counts as not sent then. */
  static Optional<Instant> parse(String text) {
    try {
      return Optional.of(Instant.from(FORM.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
