package org.comosix.appliance.lease.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Words up to a semicolon, or up to a block in braces with what stands in it.
 *
 * @param words at least one
 * @param block empty for a statement that ends with a semicolon
 */
record IscStatement(List<IscToken> words, Optional<List<IscStatement>> block) {

  private static final int MOST_NESTED = 32;

  Place place() {
    return words.get(0).place();
  }

  /** Whether it begins with these words. */
  boolean begins(String... with) {
    if (words.size() < with.length) {
      return false;
    }
    for (int i = 0; i < with.length; i++) {
      if (!words.get(i).isWord(with[i])) {
        return false;
      }
    }
    return true;
  }

  /** The words from this one on, with single blanks between them. */
  String from(int word) {
    return String.join(" ", words.stream().skip(word).map(IscToken::text).toArray(String[]::new));
  }

  /** The word, or the statement's own place where there is none. */
  Place placeOf(int word) {
    return word < words.size() ? words.get(word).place() : place();
  }

  /** Groups tokens; braces that do not match are findings. */
  static List<IscStatement> group(List<IscToken> tokens, List<Finding> findings) {
    return new Grouping(tokens, findings).statements(0);
  }

  private static final class Grouping {

    private final List<IscToken> tokens;
    private final List<Finding> findings;
    private int at;

    /** Whether the block read last had its closing brace. */
    private boolean closed;

    Grouping(List<IscToken> tokens, List<Finding> findings) {
      this.tokens = tokens;
      this.findings = findings;
    }

    List<IscStatement> statements(int depth) {
      List<IscStatement> all = new ArrayList<>();
      List<IscToken> words = new ArrayList<>();
      while (at < tokens.size()) {
        IscToken token = tokens.get(at++);
        if (token.is(';')) {
          if (!words.isEmpty()) {
            all.add(new IscStatement(List.copyOf(words), Optional.empty()));
          }
          words.clear();
        } else if (token.is('{')) {
          block(words, token, depth).ifPresent(all::add);
          words.clear();
        } else if (token.is('}')) {
          unfinished(words);
          if (depth > 0) {
            closed = true;
            return all;
          }
          findings.add(Finding.notUnderstood(token.place(), "nothing is open that this } closes"));
        } else {
          words.add(token);
        }
      }
      unfinished(words);
      closed = depth == 0;
      return all;
    }

    private Optional<IscStatement> block(List<IscToken> words, IscToken brace, int depth) {
      if (depth == MOST_NESTED) {
        findings.add(Finding.notUnderstood(brace.place(), "braces are nested too deeply"));
        at = tokens.size();
        return Optional.empty();
      }
      List<IscStatement> inner = statements(depth + 1);
      if (!closed) {
        findings.add(Finding.notUnderstood(brace.place(), "the { that stands here is not closed"));
      }
      return words.isEmpty()
          ? Optional.empty()
          : Optional.of(new IscStatement(List.copyOf(words), Optional.of(inner)));
    }

    private void unfinished(List<IscToken> words) {
      if (!words.isEmpty()) {
        findings.add(
            Finding.notUnderstood(
                words.get(0).place(), "\"" + words.get(0).text() + "\" ends without a semicolon"));
        words.clear();
      }
    }
  }
}
