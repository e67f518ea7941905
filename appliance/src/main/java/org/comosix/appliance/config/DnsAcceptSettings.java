package org.comosix.appliance.config;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.UpdatableType;

/**
 * What others may change in our zones with one key.
 *
 * @param key the name of the {@link DnsKeySettings} that updates must be signed with
 * @param names whole names without the dot at their ends; a label {@code *} stands for one or more
 *     labels
 * @param types of records that may be there
 * @param maxRecords how many of them at one time
 */
public record DnsAcceptSettings(
    String key, List<String> names, Set<UpdatableType> types, int maxRecords) {

  public static final Set<UpdatableType> DEFAULT_TYPES = Set.of(UpdatableType.TXT);
  public static final int DEFAULT_MAX_RECORDS = 1000;
  public static final int MOST_RECORDS = 100_000;
  public static final int MOST_NAMES = 100;

  private static final String ANY = "*";
  private static final String REVERSE = "in-addr.arpa";
  private static final int MAX_NAME = 253;
  private static final Pattern LABEL = Pattern.compile("[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?");

  public DnsAcceptSettings {
    names = List.copyOf(names);
    types = Set.copyOf(types);
    if (names.isEmpty() || names.size() > MOST_NAMES) {
      throw new IllegalArgumentException("expected 1 to " + MOST_NAMES + " names");
    }
    SettingForms.within(maxRecords, 1, MOST_RECORDS);
  }

  /**
   * Reads a name or pattern: without a dot at its end it is relative to the zone, and {@code @} is
   * the zone.
   *
   * @return the whole, lower case, without the dot at its end
   * @throws IllegalArgumentException another form, or neither in the zone nor a reverse name
   */
  public static String name(String text, String zone) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.equals("@")) {
      return zone;
    }
    boolean whole = lower.endsWith(".");
    String labels = whole ? lower.substring(0, lower.length() - 1) : lower;
    int stars = 0;
    for (String label : labels.split("\\.", -1)) {
      stars += label.equals(ANY) ? 1 : 0;
      if (stars > 1 || !(label.equals(ANY) || LABEL.matcher(label).matches())) {
        throw new IllegalArgumentException(
            "expected a name such as _acme-challenge or *.dyn (letters, digits, inner hyphens,"
                + " underscores; one label may be *), not \""
                + text
                + "\"");
      }
    }
    String name = whole ? labels : labels + "." + zone;
    boolean ours = name.equals(zone) || name.endsWith("." + zone) || name.endsWith("." + REVERSE);
    if (!ours || name.length() > MAX_NAME) {
      throw new IllegalArgumentException(
          "the name " + name + ". is neither in the zone " + zone + " nor a reverse name");
    }
    return name;
  }
}
