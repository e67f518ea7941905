package org.comosix.appliance.lease.exchange;

/**
 * A word, a text in quotes, or one of <code>{ } ; , =</code>.
 *
 * @param text without the quotes and with its escapes resolved
 */
record IscToken(Kind kind, String text, Place place) {

  /** What it is. */
  enum Kind {
    WORD,
    QUOTED,
    MARK
  }

  boolean is(char mark) {
    return kind == Kind.MARK && text.charAt(0) == mark;
  }

  boolean isWord(String word) {
    return kind == Kind.WORD && text.equalsIgnoreCase(word);
  }
}
