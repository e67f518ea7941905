package org.comosix.appliance.config;

import java.util.List;
import java.util.Locale;

/**
 * Writes problems for people, as compilers do: {@code file:line:column}, the line, a caret below
 * what is meant.
 */
public final class ConfigReport {

  private static final String RED = "\033[1;31m";
  private static final String CYAN = "\033[36m";
  private static final String BOLD = "\033[1m";
  private static final String PLAIN = "\033[0m";
  private static final int LONGEST_LINE = 160;

  private final boolean colour;

  /** With colour only where a terminal shows it. */
  public ConfigReport(boolean colour) {
    this.colour = colour;
  }

  /** All problems and how many there are; ends with a line feed. */
  public String text(List<ConfigProblem> problems) {
    StringBuilder text = new StringBuilder();
    for (ConfigProblem problem : problems) {
      append(text, problem);
    }
    text.append(problems.size()).append(problems.size() == 1 ? " problem" : " problems");
    return text.append('\n').toString();
  }

  private void append(StringBuilder text, ConfigProblem problem) {
    String where = problem.file() + problem.spot().map(ConfigReport::lineAndColumn).orElse("");
    text.append(paint(BOLD, printable(where) + ":")).append(' ').append(paint(RED, "error:"));
    text.append(' ').append(printable(problem.message())).append('\n');
    problem.spot().ifPresent(spot -> appendLine(text, spot, "^"));
    problem.hint().ifPresent(hint -> text.append("      = ").append(printable(hint)).append('\n'));
    problem
        .other()
        .ifPresent(
            spot -> {
              text.append("      : the other place is line ").append(spot.line()).append('\n');
              appendLine(text, spot, "-");
            });
    text.append('\n');
  }

  private static String lineAndColumn(Spot spot) {
    return ":" + spot.line() + ":" + spot.column();
  }

  private void appendLine(StringBuilder text, Spot spot, String mark) {
    String line = printable(spot.text());
    String shown = line.length() > LONGEST_LINE ? line.substring(0, LONGEST_LINE) + "…" : line;
    text.append(String.format(Locale.ROOT, "%5d | %s\n", spot.line(), shown));
    if (spot.column() > LONGEST_LINE) {
      return;
    }
    int length = Math.min(spot.length(), LONGEST_LINE - spot.column() + 1);
    text.append("      | ")
        .append(" ".repeat(spot.column() - 1))
        .append(paint(mark.equals("^") ? RED : CYAN, mark.repeat(Math.max(1, length))))
        .append('\n');
  }

  /**
   * One character for each, so that the caret stands right, and none that moves the cursor or
   * changes the terminal.
   */
  static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .map(c -> c == '\t' ? ' ' : c)
        .map(c -> Character.isISOControl(c) || isFormat(c) ? '?' : c)
        .forEach(shown::appendCodePoint);
    return shown.toString();
  }

  /** Marks that turn the direction of writing, and others that nobody sees. */
  private static boolean isFormat(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }

  private String paint(String code, String text) {
    return colour ? code + text + PLAIN : text;
  }
}
