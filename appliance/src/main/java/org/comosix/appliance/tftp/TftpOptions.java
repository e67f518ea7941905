package org.comosix.appliance.tftp;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The terms of one transfer after negotiation.
 *
 * @param timeout fixed by the client, where it asked for one
 * @param accepted what the OACK says, in the client's order; empty when there is no OACK
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2347">RFC 2347</a>
 */
public record TftpOptions(
    int blockSize, int windowSize, Optional<Duration> timeout, Map<String, String> accepted) {

  static final int MIN_BLOCK_SIZE = 8;
  static final int MAX_BLOCK_SIZE = 65_464;

  private static final int DEFAULT_BLOCK_SIZE = 512;
  private static final int MAX_TIMEOUT_SECONDS = 255;
  private static final int MAX_WINDOW_SIZE = 65_535;

  /**
   * Accepts what we know and can give; any other option is left out of the OACK, as RFC 2347 says.
   *
   * @param asked the RRQ's options, names in lower case
   * @param size of the file as it will be sent, bytes
   */
  public static TftpOptions negotiate(Map<String, String> asked, long size, TftpLimits limits) {
    int blockSize = DEFAULT_BLOCK_SIZE;
    int windowSize = 1;
    Optional<Duration> timeout = Optional.empty();
    Map<String, String> accepted = new LinkedHashMap<>();
    for (Map.Entry<String, String> option : asked.entrySet()) {
      OptionalInt value = acceptable(option.getKey(), option.getValue(), limits);
      if (value.isEmpty()) {
        continue;
      }
      switch (option.getKey()) {
        case "blksize" -> blockSize = Math.min(value.getAsInt(), limits.blockSize());
        case "windowsize" -> windowSize = Math.min(value.getAsInt(), limits.windowSize());
        case "timeout" -> timeout = Optional.of(Duration.ofSeconds(value.getAsInt()));
        default -> {}
      }
      accepted.put(
          option.getKey(),
          switch (option.getKey()) {
            case "blksize" -> Integer.toString(blockSize);
            case "windowsize" -> Integer.toString(windowSize);
            case "tsize" -> Long.toString(size);
            default -> option.getValue();
          });
    }
    return new TftpOptions(blockSize, windowSize, timeout, Collections.unmodifiableMap(accepted));
  }

  private static OptionalInt acceptable(String name, String value, TftpLimits limits) {
    return switch (name) {
      // RFC 2348.
      case "blksize" -> number(value, MIN_BLOCK_SIZE, MAX_BLOCK_SIZE);
      // RFC 7440, section 3.
      case "windowsize" -> number(value, 1, MAX_WINDOW_SIZE);
      // RFC 2349: must be echoed as it is, or left out.
      case "timeout" ->
          number(value, 1, (int) Math.min(MAX_TIMEOUT_SECONDS, limits.lastTimeout().toSeconds()));
      // RFC 2349: a read request says 0 and is told the size.
      case "tsize" -> number(value, 0, Integer.MAX_VALUE);
      default -> OptionalInt.empty();
    };
  }

  private static OptionalInt number(String text, int min, int max) {
    if (!text.matches("\\d{1,10}")) {
      return OptionalInt.empty();
    }
    long value = Long.parseLong(text);
    return value >= min && value <= max ? OptionalInt.of((int) value) : OptionalInt.empty();
  }
}
