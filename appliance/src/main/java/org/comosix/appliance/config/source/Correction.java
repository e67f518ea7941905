package org.comosix.appliance.config.source;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.comosix.appliance.domain.Ipv4Address;
import org.comosix.appliance.domain.Ipv4Subnet;

/**
 * Rewrites values into the form we read, where people write another one. A rewriting is proposed
 * only when the setting would take it.
 */
final class Correction {

  private static final Pattern LEADING_ZEROS = Pattern.compile("(?<![0-9])0+(?=\\d)");
  private static final Pattern DASHES = Pattern.compile("\\s*(?:[\\u2010-\\u2015]|\\.\\.+|to)\\s*");

  private static final List<UnaryOperator<String>> REWRITINGS =
      List.of(
          text -> text.strip(),
          text -> text.replaceAll("\\s+", ""),
          text -> text.replace('_', '-').replace(' ', '-'),
          text -> text.replaceFirst("^\\.+", ""),
          text -> LEADING_ZEROS.matcher(text).replaceAll(""),
          text -> text.strip() + "s",
          Correction::unitsAsLetters,
          Correction::groupedMac,
          Correction::prefixForMask,
          Correction::withoutHostBits,
          text -> DASHES.matcher(text).replaceFirst("-"),
          Correction::wholeRange,
          Correction::upwards);

  private Correction() {}

  /** A value like the one written that the setting takes. */
  static Optional<String> of(String written, Function<String, ?> parse) {
    return REWRITINGS.stream()
        .map(rewriting -> rewriting.apply(written))
        .filter(text -> !text.equals(written) && takes(parse, text))
        .findFirst()
        .map(text -> "did you mean \"" + text + "\"?");
  }

  private static boolean takes(Function<String, ?> parse, String text) {
    try {
      return parse.apply(text) != null;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** {@code 12 hours} */
  private static String unitsAsLetters(String text) {
    return text.replaceAll("(?i)(\\d)\\s*([dhms])[a-z]*\\s*", "$1$2");
  }

  /** {@code 5254.0012.3456}, {@code 525400123456} */
  private static String groupedMac(String text) {
    return text.replaceAll("[^0-9A-Za-z]", "").replaceAll("(..)(?=.)", "$1:");
  }

  /** {@code 10.77.0.0/255.255.255.0} */
  private static String prefixForMask(String text) {
    String[] parts = text.strip().split("[/ ]+", -1);
    if (parts.length != 2) {
      return text;
    }
    try {
      int mask = Ipv4Address.parse(parts[1]).bits();
      int length = Integer.bitCount(mask);
      boolean ones = Integer.numberOfTrailingZeros(mask) == 32 - length;
      return ones ? parts[0] + "/" + length : text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** {@code 10.77.0.1/24} */
  private static String withoutHostBits(String text) {
    String[] parts = text.split("/", -1);
    try {
      return parts.length == 2
          ? Ipv4Subnet.containing(Ipv4Address.parse(parts[0]), Integer.parseInt(parts[1]))
              .toString()
          : text;
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** {@code 10.77.0.50-150} */
  private static String wholeRange(String text) {
    return text.replaceFirst("^\\s*((?:\\d+\\.){3})(\\d+)\\s*-\\s*(\\d+)\\s*$", "$1$2-$1$3");
  }

  /** {@code 10.77.0.150-10.77.0.50} */
  private static String upwards(String text) {
    return text.replaceFirst("^\\s*([\\d.]+)\\s*-\\s*([\\d.]+)\\s*$", "$2-$1");
  }
}
