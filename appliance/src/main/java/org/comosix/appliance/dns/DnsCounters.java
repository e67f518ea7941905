package org.comosix.appliance.dns;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.comosix.appliance.dns.codec.Malformation;
import org.comosix.appliance.dns.codec.Rcode;
import org.comosix.appliance.dns.tsig.TsigError;

/** How often what happened since the start. Any thread. */
public final class DnsCounters {

  private final Map<Rcode, LongAdder> answered = zeros(Rcode.class);
  private final Map<DropReason, LongAdder> dropped = zeros(DropReason.class);
  private final Map<Malformation, LongAdder> malformed = zeros(Malformation.class);

  private final Map<TsigError, LongAdder> signatures = zeros(TsigError.class);

  private static <E extends Enum<E>> Map<E, LongAdder> zeros(Class<E> type) {
    Map<E, LongAdder> zeros = new EnumMap<>(type);
    for (E constant : type.getEnumConstants()) {
      zeros.put(constant, new LongAdder());
    }
    return zeros;
  }

  public void answered(Rcode rcode) {
    increment(answered, rcode);
  }

  public void dropped(DropReason reason) {
    increment(dropped, reason);
  }

  /** Also answered, with FORMERR. */
  public void malformed(Malformation malformation) {
    increment(malformed, malformation);
  }

  /** Of a query that is signed: what is wrong with it, or that nothing is. */
  public void signature(TsigError error) {
    increment(signatures, error);
  }

  private static <E extends Enum<E>> void increment(Map<E, LongAdder> counters, E key) {
    LongAdder counter = counters.get(key);
    if (counter != null) {
      counter.increment();
    }
  }

  /**
   * All counters by name, those at zero included: {@code answered.NOERROR}, {@code
   * dropped.IS_A_RESPONSE}, {@code malformed.CUT_SHORT}.
   */
  public Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    answered.forEach((key, count) -> all.put("answered." + key, count.sum()));
    dropped.forEach((key, count) -> all.put("dropped." + key, count.sum()));
    malformed.forEach((key, count) -> all.put("malformed." + key, count.sum()));
    signatures.forEach((key, count) -> all.put("signature." + key, count.sum()));
    return all;
  }
}
