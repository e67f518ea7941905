package org.comosix.appliance.dns.update;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** How often each thing happened at one server since the start. Any thread. */
final class UpdateCounters {

  private static final List<String> AUDIT =
      List.of(
          "audit.rounds",
          "audit.checked",
          "audit.repaired",
          "audit.foreign",
          "audit.unanswered");

  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

  UpdateCounters() {
    for (UpdateStep.Verdict verdict : UpdateStep.Verdict.values()) {
      counts.put(verdict.toString().toLowerCase(Locale.ROOT), new LongAdder());
    }
    for (String key : AUDIT) {
      counts.put(key, new LongAdder());
    }
  }

  void count(UpdateStep.Verdict verdict) {
    count(verdict.toString().toLowerCase(Locale.ROOT));
  }

  /** The problems are few: each is a code of DNS, or that there was no answer. */
  void count(UpdateProblem problem) {
    count("failed." + problem.what());
  }

  void count(String key) {
    counts.computeIfAbsent(key, unused -> new LongAdder()).increment();
  }

  Map<String, Long> snapshot() {
    Map<String, Long> all = new TreeMap<>();
    counts.forEach((key, count) -> all.put(key, count.sum()));
    return all;
  }
}
