package org.comosix.appliance.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an import did, or would do.
 *
 * @param findings about the files
 */
record ImportReport(List<Line> findings, boolean dryRun) {

  /** What is counted and not shown one by one. */
  private static final List<String> QUIET = List.of("TAKEN", "KNOWN");

  private static final String ERROR = "NOT_UNDERSTOOD";

  /** Notes on the file; the leases themselves are taken or not on their own account. */
  private static final List<String> NOTES =
      List.of("NOT_IPV4", "NO_HARDWARE_ADDRESS", "NAME_LEFT_OUT", "WITHOUT_END", "NOT_SUPPORTED");

  /**
   * One place.
   *
   * @param place {@code file:line:column}
   */
  record Line(String place, String reason, String text) {

    String shown() {
      return place + ": " + word() + ": " + text;
    }

    String word() {
      return reason.toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  boolean hasErrors() {
    return findings.stream().anyMatch(line -> line.reason().equals(ERROR));
  }

  Outcome nothing() {
    return new Outcome(
        findings, List.of(), "nothing was imported; --partly takes what is understood");
  }

  Outcome with(List<Line> leases) {
    long taken = leases.stream().filter(line -> line.reason().equals("TAKEN")).count();
    String done = dryRun ? "would be imported" : "imported";
    return new Outcome(findings, leases, taken + (taken == 1 ? " lease " : " leases ") + done);
  }

  /** The whole of it. */
  record Outcome(List<Line> findings, List<Line> leases, String sum) {

    boolean isComplete() {
      return findings.stream().allMatch(line -> NOTES.contains(line.reason()))
          && leases.stream().allMatch(line -> QUIET.contains(line.reason()));
    }

    String text() {
      StringBuilder text = new StringBuilder();
      List<Line> shown = new ArrayList<>(findings);
      leases.stream().filter(line -> !QUIET.contains(line.reason())).forEach(shown::add);
      shown.forEach(line -> text.append(line.shown()).append('\n'));
      text.append(sum);
      counts()
          .forEach(
              (word, count) -> {
                if (!word.equals("taken")) {
                  text.append(", ").append(count).append(' ').append(word);
                }
              });
      return text.append('\n').toString();
    }

    private Map<String, Long> counts() {
      Map<String, Long> counts = new TreeMap<>();
      leases.forEach(line -> counts.merge(line.word(), 1L, Long::sum));
      return counts;
    }

    Map<String, Object> object() {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("complete", isComplete());
      object.put("counts", counts());
      object.put("findings", findings.stream().map(Outcome::member).toList());
      object.put("leases", leases.stream().map(Outcome::member).toList());
      return object;
    }

    private static Map<String, Object> member(Line line) {
      Map<String, Object> object = new LinkedHashMap<>();
      object.put("place", line.place());
      object.put("reason", line.word());
      object.put("text", line.text());
      return object;
    }
  }
}
