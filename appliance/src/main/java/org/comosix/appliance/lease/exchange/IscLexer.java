package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits {@code dhcpd.conf} and {@code dhcpd.leases}, which have one grammar.
 *
 * @see <a href="https://manpages.debian.org/bookworm/isc-dhcp-server/dhcpd.leases.5.en.html">
 *     dhcpd.leases(5)</a>
 */
final class IscLexer {

  private static final String MARKS = "{};,=";

  private final String text;
  private final List<IscToken> tokens = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  private IscLexer(String text) {
    this.text = text;
  }

  /**
   * All tokens; comments are left out.
   *
   * @param findings takes a quote that is never closed
   */
  static List<IscToken> split(String text, List<Finding> findings) {
    return new IscLexer(text).run(findings);
  }

  private List<IscToken> run(List<Finding> findings) {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '\n') {
        at++;
        line++;
        lineStart = at;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else if (c == '#') {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (c == '"') {
        quoted(findings);
      } else if (MARKS.indexOf(c) >= 0) {
        tokens.add(new IscToken(IscToken.Kind.MARK, String.valueOf(c), place()));
        at++;
      } else {
        word();
      }
    }
    return tokens;
  }

  private Place place() {
    return new Place(line, at - lineStart + 1);
  }

  private void word() {
    Place place = place();
    int start = at;
    while (at < text.length() && !endsAWord(text.charAt(at))) {
      at++;
    }
    tokens.add(new IscToken(IscToken.Kind.WORD, text.substring(start, at), place));
  }

  private static boolean endsAWord(char c) {
    return Character.isWhitespace(c) || MARKS.indexOf(c) >= 0 || c == '"' || c == '#';
  }

  private void quoted(List<Finding> findings) {
    Place place = place();
    StringBuilder content = new StringBuilder();
    at++;
    while (at < text.length() && text.charAt(at) != '"' && text.charAt(at) != '\n') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
        escaped(content);
      } else {
        content.append(text.charAt(at++));
      }
    }
    if (at < text.length() && text.charAt(at) == '"') {
      at++;
      tokens.add(new IscToken(IscToken.Kind.QUOTED, content.toString(), place));
    } else {
      findings.add(Finding.notUnderstood(place, "the quote that begins here is not closed"));
    }
  }

  /** Three octal digits, as dhcpd writes every octet that is not printable, or a letter. */
  private void escaped(StringBuilder content) {
    int octal = 0;
    int digits = 0;
    while (digits < 3 && at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '7') {
      octal = octal * 8 + text.charAt(at++) - '0';
      digits++;
    }
    if (digits > 0) {
      content.append((char) (octal & 0xff));
      return;
    }
    char c = text.charAt(at++);
    content.append(
        switch (c) {
          case 't' -> '\t';
          case 'n' -> '\n';
          case 'r' -> '\r';
          case 'b' -> '\b';
          default -> c;
        });
  }
}
