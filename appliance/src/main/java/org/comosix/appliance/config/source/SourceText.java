package org.comosix.appliance.config.source;

import java.util.List;
import org.comosix.appliance.config.Spot;

/**
 * The lines of a file, to show them and to find where a value stands: the parser tells only where
 * its key is.
 */
final class SourceText {

  private static final String ENDS_A_BARE_VALUE = " \t,]}#";

  private final List<String> lines;

  SourceText(String text) {
    lines = text.lines().toList();
  }

  String line(int number) {
    return number >= 1 && number <= lines.size() ? lines.get(number - 1) : "";
  }

  /** What begins at this place: a text in quotes, a bracketed list or header, or a bare word. */
  Spot spot(int line, int column) {
    String text = line(line);
    int start = offset(text, column);
    int end = endOfValue(text, start);
    return new Spot(line, column, Math.max(1, text.codePointCount(start, end)), text);
  }

  /** The bare key at this place. */
  Spot key(int line, int column) {
    String text = line(line);
    int start = offset(text, column);
    int end = start;
    while (end < text.length() && " \t=.".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return new Spot(line, column, Math.max(1, text.codePointCount(start, end)), text);
  }

  /** The value of the key at this place. */
  Spot valueOf(int line, int column) {
    String text = line(line);
    int at = offset(text, column);
    while (at < text.length() && text.charAt(at) != '=') {
      at = isQuote(text.charAt(at)) ? endOfQuoted(text, at) : at + 1;
    }
    at++;
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at < text.length()
        ? spot(line, text.codePointCount(0, at) + 1)
        : key(line, column); // the value is on another line
  }

  /** From a place to the end of its line's content. */
  Spot restOfLine(int line, int column) {
    String text = line(line);
    int start = offset(text, column);
    int length = text.substring(start).stripTrailing().length();
    return new Spot(line, column, Math.max(1, length), text);
  }

  private static int offset(String text, int column) {
    int characters = text.codePointCount(0, text.length());
    return text.offsetByCodePoints(0, Math.max(0, Math.min(column - 1, characters)));
  }

  private static int endOfValue(String text, int start) {
    if (start >= text.length()) {
      return text.length();
    }
    char first = text.charAt(start);
    if (isQuote(first)) {
      return endOfQuoted(text, start);
    }
    if (first == '[' || first == '{') {
      return endOfBracketed(text, start);
    }
    int end = start;
    while (end < text.length() && ENDS_A_BARE_VALUE.indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private static int endOfBracketed(String text, int start) {
    int depth = 0;
    int at = start;
    while (at < text.length() && text.charAt(at) != '#') {
      char c = text.charAt(at);
      depth += c == '[' || c == '{' ? 1 : 0;
      depth -= c == ']' || c == '}' ? 1 : 0;
      at = isQuote(c) ? endOfQuoted(text, at) : at + 1;
      if (depth == 0) {
        return at;
      }
    }
    return text.substring(0, at).stripTrailing().length();
  }

  private static boolean isQuote(char c) {
    return c == '"' || c == '\'';
  }

  private static int endOfQuoted(String text, int start) {
    char quote = text.charAt(start);
    for (int at = start + 1; at < text.length(); at++) {
      if (text.charAt(at) == '\\' && quote == '"') {
        at++;
      } else if (text.charAt(at) == quote) {
        return at + 1;
      }
    }
    return text.length();
  }
}
