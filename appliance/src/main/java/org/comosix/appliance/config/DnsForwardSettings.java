package org.comosix.appliance.config;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What becomes of names that are in no zone of ours.
 *
 * @param enabled the switch: without it they are refused
 * @param upstreams servers to ask, the first one first; without any those of this machine's
 *     resolv.conf
 * @param cacheSize octets for answers that are kept
 */
public record DnsForwardSettings(boolean enabled, List<ServerAddress> upstreams, long cacheSize) {

  public static final int MAX_UPSTREAMS = 8;
  public static final long DEFAULT_CACHE_SIZE = 8L << 20;
  public static final long MIN_CACHE_SIZE = 64L << 10;
  public static final long MAX_CACHE_SIZE = 1L << 30;

  public static final DnsForwardSettings DEFAULT =
      new DnsForwardSettings(true, List.of(), DEFAULT_CACHE_SIZE);

  private static final Pattern SIZE = Pattern.compile("(\\d{1,7})(KiB|MiB|GiB)");

  public DnsForwardSettings {
    upstreams = List.copyOf(upstreams);
    if (upstreams.size() > MAX_UPSTREAMS) {
      throw new IllegalArgumentException(
          "expected at most " + MAX_UPSTREAMS + " upstream servers, not " + upstreams.size());
    }
    within(cacheSize);
  }

  /**
   * Reads {@code 512KiB} or {@code 8MiB}.
   *
   * @return octets
   * @throws IllegalArgumentException another form, under 64KiB or over 1GiB
   */
  public static long cacheSize(String text) {
    Matcher parts = SIZE.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected a size such as 512KiB or 8MiB, not \"" + text + "\"");
    }
    int shift =
        switch (parts.group(2)) {
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return within(Long.parseLong(parts.group(1)) << shift);
  }

  private static long within(long octets) {
    if (octets < MIN_CACHE_SIZE || octets > MAX_CACHE_SIZE) {
      throw new IllegalArgumentException("expected from 64KiB to 1GiB, not " + octets + " octets");
    }
    return octets;
  }
}
