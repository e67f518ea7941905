package org.comosix.appliance.config;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.NodeLabels;
import org.comosix.appliance.domain.StaticRecord;

/**
 * How nodes are named in DNS: node {@code pc1} is {@code om_pc1.<zone>}, and {@code om-pc1.<zone>}
 * for the many programs that refuse an underscore.
 *
 * @param zone the forward zone, lower case, no final dot; reverse zones follow from the subnets
 * @param prefix put before the node's name; may be empty
 * @param aliasPrefix put before it for the alias, letters, digits and hyphens only; empty, or the
 *     same as {@code prefix}, for no alias
 * @param ttl whole seconds, from 0 to one day
 * @param keys for those who may change or transfer zones, and for whom we change them
 * @param forward what becomes of names that are not ours
 * @param records what stands in the zone beside the machines
 * @param transfer who may copy the zones
 * @param updates the servers that we tell our names
 * @param accepted what others may change in our zones
 */
public record DnsSettings(
    String zone,
    String prefix,
    String aliasPrefix,
    Duration ttl,
    List<DnsKeySettings> keys,
    DnsForwardSettings forward,
    List<StaticRecord> records,
    DnsTransferSettings transfer,
    List<DnsUpdateSettings> updates,
    List<DnsAcceptSettings> accepted) {

  /** {@code internal.} is reserved for private use (ICANN, 2024): it never meets a public name. */
  public static final String DEFAULT_ZONE = "comosix.internal";

  public static final String DEFAULT_PREFIX = "om_";
  public static final String DEFAULT_ALIAS_PREFIX = "om-";
  public static final Duration DEFAULT_TTL = Duration.ofMinutes(1);
  public static final Duration MAX_TTL = Duration.ofDays(1);

  private static final int MAX_ZONE_LENGTH = 189; // 253 less a full label and its dot
  private static final Pattern LABEL = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern PREFIX = Pattern.compile("(?:[a-z0-9_][a-z0-9_-]*)?");
  private static final Pattern LDH_PREFIX = Pattern.compile("(?:[a-z0-9][a-z0-9-]*)?");

  public DnsSettings {
    zone = zoneName(zone);
    prefix = namePrefix(prefix);
    aliasPrefix = aliasPrefix(aliasPrefix, prefix);
    SettingForms.durationWithin(ttl, Duration.ZERO, MAX_TTL);
    keys = List.copyOf(keys);
    records = List.copyOf(records);
    updates = List.copyOf(updates);
    accepted = List.copyOf(accepted);
  }

  /** Without records of its own, with transfers to nobody and changes by nobody; forwards. */
  public DnsSettings(
      String zone, String prefix, String aliasPrefix, Duration ttl, List<DnsKeySettings> keys) {
    this(
        zone,
        prefix,
        aliasPrefix,
        ttl,
        keys,
        DnsForwardSettings.DEFAULT,
        List.of(),
        DnsTransferSettings.NONE,
        List.of(),
        List.of());
  }

  /**
   * Reads a time to live.
   *
   * @throws IllegalArgumentException another form, or over a day
   */
  public static Duration recordTtl(String text) {
    return SettingForms.durationWithin(SettingForms.duration(text), Duration.ZERO, MAX_TTL);
  }

  /**
   * How a node's name becomes its label. No alias is a bare name: that would be the Windows host's.
   */
  public NodeLabels labels() {
    return new NodeLabels(prefix, aliasPrefix.isEmpty() ? prefix : aliasPrefix);
  }

  /**
   * Reads a zone's name.
   *
   * @return lower case, without a final dot
   * @throws IllegalArgumentException not letters, digits and inner hyphens between dots (RFC 1123,
   *     section 2.1), or so long that a node's name would not fit
   */
  public static String zoneName(String text) {
    String name = text.toLowerCase(Locale.ROOT);
    name = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    boolean labels =
        Arrays.stream(name.split("\\.", -1)).allMatch(label -> LABEL.matcher(label).matches());
    if (!labels || name.length() > MAX_ZONE_LENGTH) {
      throw new IllegalArgumentException(
          "expected a zone such as lab.example (letters, digits, inner hyphens; at most "
              + MAX_ZONE_LENGTH
              + " characters), not \""
              + text
              + "\"");
    }
    return name;
  }

  /**
   * Reads the prefix of node names.
   *
   * @throws IllegalArgumentException not letters, digits, hyphens and underscores, or over 15
   */
  public static String namePrefix(String text) {
    return prefix(text, PREFIX, "a prefix such as om_ of letters, digits, hyphens and underscores");
  }

  /**
   * Reads the prefix of the alias that every program takes.
   *
   * @param namePrefix the other one: with the same there is no alias
   * @throws IllegalArgumentException not letters, digits and hyphens, or over 15
   */
  public static String aliasPrefix(String text, String namePrefix) {
    return text.equals(namePrefix)
        ? text
        : prefix(text, LDH_PREFIX, "a prefix such as om- of letters, digits and hyphens");
  }

  private static String prefix(String text, Pattern form, String expected) {
    String prefix = text.toLowerCase(Locale.ROOT);
    if (prefix.length() > NodeLabels.MAX_PREFIX_LENGTH || !form.matcher(prefix).matches()) {
      throw new IllegalArgumentException(
          "expected "
              + expected
              + ", at most "
              + NodeLabels.MAX_PREFIX_LENGTH
              + ", not \""
              + text
              + "\"");
    }
    return prefix;
  }
}
