package org.comosix.appliance.config;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who may copy our zones.
 *
 * @param keys names of keys; a transfer must be signed with one of them
 * @param secondaries those that are told of changes
 */
public record DnsTransferSettings(List<String> keys, List<Secondary> secondaries) {

  /** Nobody. */
  public static final DnsTransferSettings NONE = new DnsTransferSettings(List.of(), List.of());

  public static final int MOST_SECONDARIES = 16;

  public DnsTransferSettings {
    keys = List.copyOf(keys);
    secondaries = List.copyOf(secondaries);
    if (secondaries.size() > MOST_SECONDARIES) {
      throw new IllegalArgumentException("at most " + MOST_SECONDARIES + " secondaries are told");
    }
  }

  /**
   * A server that is told.
   *
   * @param key the name of the one that it is told with
   */
  public record Secondary(ServerAddress server, Optional<String> key) {

    private static final Pattern WITH_KEY = Pattern.compile("(\\S+)\\s+key\\s+(\\S+)");

    /**
     * Reads {@code 10.77.0.2}, {@code 10.77.0.2:5353} or {@code 10.77.0.2 key comosix-ddns}.
     *
     * @throws IllegalArgumentException another form
     */
    public static Secondary parse(String text) {
      Matcher parts = WITH_KEY.matcher(text);
      if (parts.matches()) {
        return new Secondary(
            ServerAddress.parse(parts.group(1)),
            Optional.of(DnsKeySettings.keyName(parts.group(2))));
      }
      if (text.indexOf(' ') >= 0) {
        throw new IllegalArgumentException(
            "expected an address, such as 10.77.0.2 or 10.77.0.2:5353, perhaps with \"key\" and the"
                + " name of a key behind it, not \""
                + text
                + "\"");
      }
      return new Secondary(ServerAddress.parse(text), Optional.empty());
    }
  }
}
