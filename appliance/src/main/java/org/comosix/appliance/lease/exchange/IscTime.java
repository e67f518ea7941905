package org.comosix.appliance.lease.exchange;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/**
 * Times of {@code dhcpd.leases}: {@code 2 2026/11/24 22:07:29} in UTC, {@code epoch 1795558049},
 * {@code never}.
 */
final class IscTime {

  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu/M/d H:m:s");

  private IscTime() {}

  /**
   * What stands behind {@code starts}, {@code ends} and the like.
   *
   * @return empty for {@code never}
   * @throws IllegalArgumentException another form
   */
  static Optional<Instant> parse(String text) {
    if (text.equals("never")) {
      return Optional.empty();
    }
    try {
      String[] words = text.split(" ", -1);
      if (words.length == 2 && words[0].equals("epoch")) {
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(words[1])));
      }
      if (words.length != 3 || !words[0].matches("[0-6]")) {
        throw unknown(text);
      }
      LocalDateTime time = LocalDateTime.parse(words[1] + " " + words[2], FORM);
      return Optional.of(time.toInstant(ZoneOffset.UTC));
    } catch (DateTimeException | NumberFormatException e) {
      throw unknown(text);
    }
  }

  private static IllegalArgumentException unknown(String text) {
    return new IllegalArgumentException(
        "expected a time such as 2 2026/11/24 22:07:29, epoch 1795558049 or never, not \""
            + text
            + "\"");
  }

  static String write(Instant time) {
    var utc = time.atOffset(ZoneOffset.UTC);
    return utc.getDayOfWeek().getValue() % 7
        + " "
        + DateTimeFormatter.ofPattern("uuuu/MM/dd HH:mm:ss").format(utc);
  }
}
