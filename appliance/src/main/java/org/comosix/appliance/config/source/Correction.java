package org.comosix.appliance.config.source;

import java.util.List;
import java.util.Locale;
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
          Correction::addressWithoutBlanks,
          Correction::groupedMac,
          Correction::hyphens,
          text -> text.replaceFirst("^\\.+", ""),
          text -> LEADING_ZEROS.matcher(text).replaceAll(""),
          Correction::bareSeconds,
          Correction::unitsAsLetters,
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
        .map(Correction::didYouMean);
  }

  /** A number that was put in quotes. */
  static Optional<String> number(Object written) {
    String text = written.toString().strip();
    return text.matches("\\d+") ? withoutQuotes(text) : Optional.empty();
  }

  /** A flag that was put in quotes, or written in the way of another format. */
  static Optional<String> flag(Object written) {
    return switch (written.toString().toLowerCase(Locale.ROOT)) {
      case "yes", "on", "true", "1" -> withoutQuotes("true");
      case "no", "off", "false", "0" -> withoutQuotes("false");
      default -> Optional.empty();
    };
  }

  private static Optional<String> withoutQuotes(String text) {
    return Optional.of("did you mean " + text + " (without quotes)?");
  }

  static String didYouMean(String text) {
    return "did you mean \"" + text + "\"?";
  }

  private static boolean takes(Function<String, ?> parse, String text) {
    try {
      return parse.apply(text) != null;
    } catch (IllegalArgumentException refused) {
      return false;
    }
  }

  /** {@code pc_1} */
  private static String hyphens(String text) {
    return text.matches("[\\w .-]+") ? text.replace('_', '-').replace(' ', '-') : text;
  }

  /** {@code 10.77.0.1 / 24} */
  private static String addressWithoutBlanks(String text) {
    return text.matches("[\\d\\s./-]+") ? text.replaceAll("\\s+", "") : text;
  }

  /** {@code 3600} */
  private static String bareSeconds(String text) {
    return text.matches("\\d+") ? text + "s" : text;
  }

  /** {@code 12 hours} */
  private static String unitsAsLetters(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("(\\d)\\s*([dhms])[a-z]*\\s*", "$1$2");
  }

  /** {@code 5254.0012.3456}, {@code 525400123456} */
  private static String groupedMac(String text) {
    String digits = text.replaceAll("[.:\\s-]", "");
    return digits.matches("[0-9A-Fa-f]{12}") ? digits.replaceAll("(..)(?=.)", "$1:") : text;
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
