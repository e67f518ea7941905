package org.comosix.appliance.domain;

/**
 * A text in which {@code *} stands for any characters, also none: {@code MSFT*}. Case counts, as it
 * does in what clients send.
 */
public record TextPattern(String text) {

  private static final int MAX_LENGTH = 255;

  public TextPattern {
    if (text.isEmpty() || text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("expected a text of 1 to 255 characters, such as MSFT*");
    }
  }

  public boolean matches(String candidate) {
    return matches(0, candidate, 0);
  }

  private boolean matches(int at, String candidate, int from) {
    int star = text.indexOf('*', at);
    if (star < 0) {
      return text.substring(at).equals(candidate.substring(from));
    }
    if (!candidate.startsWith(text.substring(at, star), from)) {
      return false;
    }
    for (int rest = from + star - at; rest <= candidate.length(); rest++) {
      if (matches(star + 1, candidate, rest)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return text;
  }
}
