package org.comosix.appliance.ops;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often each thing happened since the start. Any thread.
 *
 * @param <E> the things a room counts; its constants say what each means
 */
public final class Counters<E extends Enum<E>> {

  private final Map<E, LongAdder> counts;

  public Counters(Class<E> events) {
    counts = new EnumMap<>(events);
    for (E event : EnumSet.allOf(events)) {
      counts.put(event, new LongAdder());
    }
  }

  public void count(E event) {
    requireNonNull(counts.get(event)).increment();
  }

  public long of(E event) {
    return requireNonNull(counts.get(event)).sum();
  }

  /** All of them, zeros too, in the order of their declaration. */
  public Map<E, Long> snapshot() {
    Map<E, Long> all = new LinkedHashMap<>();
    counts.forEach((event, count) -> all.put(event, count.sum()));
    return Collections.unmodifiableMap(all);
  }
}
