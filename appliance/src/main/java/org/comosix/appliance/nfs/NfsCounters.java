package org.comosix.appliance.nfs;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How often each {@link NfsEvent} happened since the start. Any thread. */
public final class NfsCounters {

  private final Map<NfsEvent, LongAdder> counts = new EnumMap<>(NfsEvent.class);

  public NfsCounters() {
    for (NfsEvent event : NfsEvent.values()) {
      counts.put(event, new LongAdder());
    }
  }

  public void count(NfsEvent event) {
    adder(event).increment();
  }

  public long of(NfsEvent event) {
    return adder(event).sum();
  }

  /** All of them, also those at zero. */
  public Map<NfsEvent, Long> snapshot() {
    Map<NfsEvent, Long> now = new EnumMap<>(NfsEvent.class);
    counts.forEach((event, count) -> now.put(event, count.sum()));
    return now;
  }

  private LongAdder adder(NfsEvent event) {
    LongAdder adder = counts.get(event);
    if (adder == null) {
      throw new AssertionError(event);
    }
    return adder;
  }
}
