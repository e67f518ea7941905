package org.comosix.appliance.config.source;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.comosix.appliance.config.ConfigProblem;
import org.comosix.appliance.config.Spot;
import org.tomlj.TomlParseError;

/** The parser's complaints in our words, one for each line: those after the first are its echo. */
final class SyntaxProblems {

  private static final Pattern GIVEN_BEFORE =
      Pattern.compile("(.+) previously defined at line (\\d+), column (\\d+)");
  private static final Pattern ASSIGNMENT =
      Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*([=:])\\s*([^\"'\\[{#\\s][^#\"']*?)\\s*(?:#.*)?");
  private static final Pattern COLON =
      Pattern.compile("\\s*([A-Za-z0-9_-]+)\\s*:\\s*([\"'].*[\"'])\\s*(?:#.*)?");
  private static final Pattern OPEN_HEADER =
      Pattern.compile("\\s*(\\[+)([^\\]#]+?)\\s*(\\]*)\\s*(?:#.*)?");
  private static final Pattern PLAIN_VALUE = Pattern.compile("true|false|[+-]?\\d+");

  private final Path file;
  private final SourceText source;

  SyntaxProblems(Path file, SourceText source) {
    this.file = file;
    this.source = source;
  }

  /** By line, in the order of the file. */
  Map<Integer, ConfigProblem> of(List<TomlParseError> errors) {
    Map<Integer, ConfigProblem> byLine = new LinkedHashMap<>();
    errors.stream()
        .sorted(
            (a, b) ->
                a.position().line() != b.position().line()
                    ? Integer.compare(a.position().line(), b.position().line())
                    : Integer.compare(a.position().column(), b.position().column()))
        .forEach(error -> byLine.putIfAbsent(error.position().line(), problem(error)));
    return byLine;
  }

  private ConfigProblem problem(TomlParseError error) {
    int line = error.position().line();
    int column = error.position().column();
    String said = String.valueOf(error.getMessage());
    Matcher before = GIVEN_BEFORE.matcher(said);
    if (before.matches()) {
      Spot other = source.key(Integer.parseInt(before.group(2)), Integer.parseInt(before.group(3)));
      String message = before.group(1) + " is given twice";
      return new ConfigProblem(
          file,
          Optional.of(source.key(line, column)),
          message,
          Optional.empty(),
          Optional.of(other));
    }
    Spot spot = source.restOfLine(line, column);
    return new ConfigProblem(
        file, Optional.of(spot), message(said), hint(said, spot.text()), Optional.empty());
  }

  private static String message(String said) {
    String words =
        said.replace("', \", ''', \"\"\"", "a text in quotes")
            .replace("a-z, A-Z, 0-9, ', \", a table key", "a key, a table")
            .replace("a newline", "the end of the line");
    return words.isEmpty()
        ? "not TOML"
        : Character.toLowerCase(words.charAt(0)) + words.substring(1);
  }

  private static Optional<String> hint(String said, String line) {
    return said.contains("expected ], a comma")
        ? Optional.of("the list that began above is not closed by ]")
        : hint(line);
  }

  private static Optional<String> hint(String line) {
    Matcher header = OPEN_HEADER.matcher(line);
    if (header.matches() && header.group(1).length() != header.group(3).length()) {
      String closing = "]".repeat(header.group(1).length());
      return didYouMean(header.group(1) + header.group(2).strip() + closing);
    }
    Matcher colon = COLON.matcher(line);
    if (colon.matches()) {
      return didYouMean(colon.group(1) + " = " + colon.group(2));
    }
    Matcher bare = ASSIGNMENT.matcher(line);
    return bare.matches()
        ? didYouMean(bare.group(1) + " = " + value(bare.group(3)))
        : Optional.empty();
  }

  private static String value(String bare) {
    return switch (bare.toLowerCase(Locale.ROOT)) {
      case "yes", "on", "true" -> "true";
      case "no", "off", "false" -> "false";
      default -> PLAIN_VALUE.matcher(bare).matches() ? bare : "\"" + bare + "\"";
    };
  }

  private static Optional<String> didYouMean(String text) {
    return Optional.of("did you mean  " + text);
  }
}
