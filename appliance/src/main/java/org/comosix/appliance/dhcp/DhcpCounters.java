package org.comosix.appliance.dhcp;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import org.comosix.appliance.dhcp.codec.MessageType;

/** What came, what was answered, and why the rest was not. Any thread. */
public final class DhcpCounters {

  private final Map<IgnoreReason, AtomicLong> ignored = zeros(IgnoreReason.class);
  private final Map<MessageType, AtomicLong> received = zeros(MessageType.class);
  private final Map<MessageType, AtomicLong> sent = zeros(MessageType.class);
  private final AtomicLong receivedBootp = new AtomicLong();
  private final AtomicLong sentBootp = new AtomicLong();
  private final Map<DhcpFact, AtomicLong> facts = zeros(DhcpFact.class);

  public void count(DhcpFact fact) {
    count(facts, fact);
  }

  public long of(DhcpFact fact) {
    return Objects.requireNonNull(facts.get(fact)).get();
  }

  public void countIgnored(IgnoreReason reason) {
    countIgnored(reason, 1);
  }

  public void countIgnored(IgnoreReason reason, long packets) {
    Objects.requireNonNull(ignored.get(reason)).addAndGet(packets);
  }

  /** Of a message; without a type it is BOOTP. */
  public void countReceived(Optional<MessageType> type) {
    type.ifPresentOrElse(known -> count(received, known), receivedBootp::incrementAndGet);
  }

  /** Of a reply; without a type it is BOOTP. */
  public void countSent(Optional<MessageType> type) {
    type.ifPresentOrElse(known -> count(sent, known), sentBootp::incrementAndGet);
  }

  public long ignored(IgnoreReason reason) {
    return Objects.requireNonNull(ignored.get(reason)).get();
  }

  /**
   * Since the start, by name: {@code received.discover}, {@code sent.ack}, {@code
   * ignored.pool-exhausted}, {@code wire.probe}.
   */
  public Map<String, Long> snapshot() {
    Map<String, Long> counts = new TreeMap<>();
    received.forEach((type, count) -> counts.put("received." + key(type), count.get()));
    sent.forEach((type, count) -> counts.put("sent." + key(type), count.get()));
    counts.put("received.bootp", receivedBootp.get());
    counts.put("sent.bootp", sentBootp.get());
    ignored.forEach((reason, count) -> counts.put("ignored." + key(reason), count.get()));
    facts.forEach((fact, count) -> counts.put("wire." + key(fact), count.get()));
    return Collections.unmodifiableMap(counts);
  }

  private static <E extends Enum<E>> void count(Map<E, AtomicLong> counts, E key) {
    Objects.requireNonNull(counts.get(key)).incrementAndGet();
  }

  /** Complete from the start and never changed in its keys, hence safe for any thread. */
  private static <E extends Enum<E>> Map<E, AtomicLong> zeros(Class<E> type) {
    Map<E, AtomicLong> counts = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      counts.put(constant, new AtomicLong());
    }
    return counts;
  }

  private static String key(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
