package org.comosix.appliance.dns.forward;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Answers for as long as they may be kept, within a number of octets; what was not asked for the
 * longest time goes first. Any thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc2308#section-5">RFC 2308, section 5</a>
 */
public final class AnswerCache {

  /** Of the objects around the octets of an answer: some 240 octets, rounded up. */
  private static final int OVERHEAD = 320;

  private final Map<Question, Answer> answers = new LinkedHashMap<>(16, 0.75f, true);
  private long limit;
  private long used;

  /**
   * Is empty.
   *
   * @param limit octets
   */
  public AnswerCache(long limit) {
    this.limit = limit;
  }

  public synchronized Optional<Answer> find(Question question, long nowNanos) {
    Optional<Answer> found = Optional.ofNullable(answers.get(question));
    if (found.isPresent() && !found.get().isFresh(nowNanos)) {
      remove(question);
      return Optional.empty();
    }
    return found;
  }

  /** Keeps an answer, unless it may not be kept or is larger than all that fits. */
  public synchronized void put(Question question, Answer answer) {
    remove(question);
    if (answer.lifetimeSeconds() > 0 && cost(question, answer) <= limit) {
      answers.put(question, answer);
      used += cost(question, answer);
      shrink();
    }
  }

  private void remove(Question question) {
    Optional.ofNullable(answers.remove(question)).ifPresent(old -> used -= cost(question, old));
  }

  private void shrink() {
    Iterator<Map.Entry<Question, Answer>> eldest = answers.entrySet().iterator();
    while (used > limit && eldest.hasNext()) {
      Map.Entry<Question, Answer> entry = eldest.next();
      used -= cost(entry.getKey(), entry.getValue());
      eldest.remove();
    }
  }

  private static int cost(Question question, Answer answer) {
    return OVERHEAD + question.name().length() + answer.size();
  }

  /** From now on in so many octets. */
  public synchronized void resize(long octets) {
    limit = octets;
    shrink();
  }

  /** Forgets everything: other servers may answer otherwise. */
  public synchronized void clear() {
    answers.clear();
    used = 0;
  }

  synchronized int count() {
    return answers.size();
  }

  synchronized long used() {
    return used;
  }
}
