package org.comosix.appliance.dns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import org.comosix.appliance.dns.codec.DomainName;
import org.comosix.appliance.dns.codec.MalformedMessageException;
import org.comosix.appliance.dns.codec.NotifyMessage;
import org.comosix.appliance.dns.codec.Query;
import org.comosix.appliance.dns.codec.QueryDecoder;
import org.comosix.appliance.dns.tsig.SignedQuery;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which secondary is told of which zone's change, and when: each zone at most once in a few
 * seconds, however often it changes, and six times in a minute where nobody answers. One thread.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1996#section-3.6">RFC 1996, section 3.6</a>
 */
public final class Notices {

  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  /** A change has its serial when its second is over. */
  static final long SETTLE_MILLIS = 1100;

  static final long REST_MILLIS = 3000;

  /** Doubled with each attempt: the last one is given up after a minute. */
  static final long FIRST_WAIT_MILLIS = 1000;

  static final int ATTEMPTS = 6;

  /** Zones that wait, and messages without a response. */
  static final int MOST = 4096;

  /** What this needs of the world. */
  public interface Surroundings {

    /** Sends it, or not: what is not answered is sent again. */
    void send(Secondary secondary, byte[] message);

    /** No answer of this secondary is waited for any more. */
    void isQuiet(Secondary secondary);

    /** Runs it so much later, on the same thread, unless it is cancelled. */
    Future<?> later(long millis, Runnable task);

    /** Unix time. */
    long nowSeconds();
  }

  private record Told(DomainName zone, Secondary secondary) {}

  private static final class Attempt {
    private final Told told;
    private final int id;
    private final byte[] message;
    private final Optional<SignedQuery> signed;
    private int sent;
    private Optional<Future<?>> again = Optional.empty();
    private String trouble = "no-answer";

    Attempt(Told told, int id, long nowSeconds) {
      this.told = told;
      this.id = id;
      byte[] plain = NotifyMessage.encode(id, told.zone());
      signed = told.secondary().key().map(key -> new SignedQuery(plain, key, nowSeconds));
      message = signed.map(SignedQuery::message).orElse(plain);
    }
  }

  private final Surroundings surroundings;
  private List<Secondary> secondaries = List.of();
  private final Set<DomainName> changed = new HashSet<>();
  private final Set<DomainName> resting = new HashSet<>();
  private final Map<Told, Attempt> unanswered = new HashMap<>();
  private final Map<Integer, Attempt> byId = new HashMap<>();
  private final Map<Secondary, Integer> waitedFor = new HashMap<>();
  private final Set<Secondary> silent = new HashSet<>();
  private int lastId;

  public Notices(Surroundings surroundings) {
    this.surroundings = surroundings;
  }

  /** Who is told from now on; the others are given up. */
  public void secondaries(List<Secondary> next) {
    secondaries = List.copyOf(next);
    silent.retainAll(secondaries);
    for (Attempt attempt : new ArrayList<>(unanswered.values())) {
      if (!secondaries.contains(attempt.told.secondary())) {
        done(attempt);
      }
    }
  }

  /** Zones have another content. */
  public void changed(Collection<DomainName> zones) {
    zones.forEach(this::note);
  }

  private void note(DomainName zone) {
    if (!secondaries.isEmpty()
        && changed.size() < MOST
        && changed.add(zone)
        && !resting.contains(zone)) {
      var unused = surroundings.later(SETTLE_MILLIS, () -> tell(zone));
    }
  }

  private void tell(DomainName zone) {
    changed.remove(zone);
    resting.add(zone);
    var unused = surroundings.later(REST_MILLIS, () -> rested(zone));
    for (Secondary secondary : secondaries) {
      Told told = new Told(zone, secondary);
      Optional<Attempt> before = Optional.ofNullable(unanswered.get(told));
      if (before.isPresent() || unanswered.size() < MOST) {
        Attempt attempt = new Attempt(told, freeId(), surroundings.nowSeconds());
        // Counted before the one that it replaces is counted out: the secondary is not quiet.
        waitedFor.merge(secondary, 1, Integer::sum);
        byId.put(attempt.id, attempt);
        before.ifPresent(this::done);
        unanswered.put(told, attempt);
        send(attempt);
      }
    }
  }

  private void rested(DomainName zone) {
    resting.remove(zone);
    if (changed.contains(zone)) {
      var unused = surroundings.later(SETTLE_MILLIS, () -> tell(zone));
    }
  }

  /** There are far fewer at one time than there are numbers. */
  private int freeId() {
    do {
      lastId = (lastId + 1) & 0xffff;
    } while (byId.containsKey(lastId));
    return lastId;
  }

  private void send(Attempt attempt) {
    if (attempt.sent == ATTEMPTS) {
      done(attempt);
      complain(attempt.told, attempt.trouble);
      return;
    }
    surroundings.send(attempt.told.secondary(), attempt.message);
    long wait = FIRST_WAIT_MILLIS << attempt.sent++;
    attempt.again = Optional.of(surroundings.later(wait, () -> send(attempt)));
  }

  private void done(Attempt attempt) {
    attempt.again.ifPresent(again -> again.cancel(false));
    unanswered.remove(attempt.told);
    byId.remove(attempt.id);
    Secondary secondary = attempt.told.secondary();
    if (waitedFor.merge(secondary, -1, Integer::sum) == 0) {
      waitedFor.remove(secondary);
      surroundings.isQuiet(secondary);
    }
  }

  /** A message came from where this secondary is. */
  public void received(Secondary from, byte[] message) {
    if (NotifyMessage.isResponse(message)) {
      Optional.ofNullable(byId.get(NotifyMessage.id(message)))
          .filter(attempt -> attempt.told.secondary().equals(from))
          .ifPresent(attempt -> answered(attempt, message));
    }
  }

  /** A response repeats the question, unless it could not be read there. */
  private void answered(Attempt attempt, byte[] message) {
    Optional<Query> response = decoded(message);
    if (response.filter(read -> !read.name().equals(attempt.told.zone())).isPresent()) {
      return;
    }
    int rcode = NotifyMessage.rcode(message);
    if (attempt.signed.isPresent() && !isSigned(attempt.signed.get(), response)) {
      // Anybody could have sent it (RFC 8945, section 5.3.1): the right one may still come.
      attempt.trouble = "not-signed-rcode-" + rcode;
      return;
    }
    done(attempt);
    if (rcode == 0) {
      silent.remove(attempt.told.secondary());
    } else {
      complain(attempt.told, "rcode-" + rcode);
    }
  }

  private boolean isSigned(SignedQuery query, Optional<Query> response) {
    return response
        .flatMap(Query::tsig)
        .filter(tsig -> query.isAnsweredBy(tsig, surroundings.nowSeconds()))
        .isPresent();
  }

  private static Optional<Query> decoded(byte[] message) {
    try {
      return Optional.of(QueryDecoder.decode(message));
    } catch (MalformedMessageException e) {
      return Optional.empty();
    }
  }

  /** Once, until it takes one again. */
  private void complain(Told told, String what) {
    if (silent.add(told.secondary())) {
      log.atWarn()
          .addKeyValue("secondary", told.secondary())
          .addKeyValue("zone", told.zone())
          .addKeyValue("reason", what)
          .log("dns.notify-failed");
    }
  }

  /** Nobody is told any more. */
  public void close() {
    secondaries(List.of());
  }
}
